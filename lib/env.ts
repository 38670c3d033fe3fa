import { z } from 'zod';

const flag = z
  .enum(['true', 'false', '1', '0'])
  .transform((value) => value === 'true' || value === '1')
  .optional();
const ms = z.coerce.number().int().positive();
/** An empty variable counts as unset, as in a docker-compose file with a blank value. */
const text = z.string().min(1).optional();

/** Every variable that the server reads. The names of the operator's documents keep their meaning. lib/settings/table.ts describes each. */
export const Env = z.object({
  NODE_ENV: z.enum(['production', 'development', 'test']).default('production'),
  DATABASE_URL: z.string().min(1),
  /** Where the embedded database lies; `npm start` says it here when there is one. */
  GLASSWORKS_DATABASE_DIR: text,
  NEXTAUTH_URL: text,
  /** Everything that is kept on this machine lies here. */
  GLASSWORKS_DATA_DIR: z.string().default('.glassworks'),
  GLASSWORKS_HOST: z.string().default('127.0.0.1'),
  GLASSWORKS_PORT: z.coerce.number().int().default(3000),
  GLASSWORKS_APPS_PORT: z.coerce.number().int().default(3001),
  GLASSWORKS_GATEWAY_PORT: z.coerce.number().int().default(3002),
  /** Public origins, for a proxy in front; by default `http://localhost:<port>`. */
  GLASSWORKS_WEB_ORIGIN: text,
  GLASSWORKS_APPS_ORIGIN: text,
  /** A domain whose every subdomain leads to the apps origin: then each app gets a host of its own. With a scheme if not https. */
  GLASSWORKS_APPS_WILDCARD: z
    .string()
    .regex(/^(https?:\/\/)?(?!\*)[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?$/, 'write a domain such as apps.example.com, without "*." and path')
    .optional(),
  /** Proxies in front of the web server, as addresses or CIDR ranges with commas: only from these is X-Forwarded-For believed. */
  GLASSWORKS_TRUSTED_PROXIES: text,
  GLASSWORKS_ADMIN_EMAIL: z.string().default('admin@example.com'),
  /** 32 bytes in hex, or a file under the data folder that is made at first start. */
  GLASSWORKS_SECRET_KEY: text,
  GLASSWORKS_PROJECT_ROOTS: text,
  GLASSWORKS_DAILY_LIMIT_USD: z.coerce.number().nonnegative().optional(),
  GLASSWORKS_PRICES_FILE: text,
  GLASSWORKS_ALLOW_WEAK_ISOLATION: flag,
  /** The folder that local sandboxes are made of; `npm start` makes it and says it here. */
  GLASSWORKS_IMAGE_DIR: text,

  /** `true` takes the form for e-mail and password away; one-time links stay. */
  AUTH_DISABLE_PASSWORD_AUTHENTICATION: flag,
  /** Domains, with commas, whose people may come in through an identity provider. Without it: whoever OIDC or Azure AD lets in. */
  AUTH_ALLOWED_EMAIL_DOMAINS: text,
  /** The role of people whom an identity provider brings for the first time. */
  AUTH_DEFAULT_ROLE: z.string().min(1).default('viewer'),
  /** Any OpenID Connect provider: the address under which its `/.well-known/openid-configuration` lies. */
  AUTH_OIDC_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
  AUTH_OIDC_CLIENT_ID: text,
  /** Unset for a public client: PKCE is used either way. */
  AUTH_OIDC_CLIENT_SECRET: text,
  /** What the button on the sign-in page calls it. */
  AUTH_OIDC_NAME: z.string().max(60).default('Single sign-on'),
  AUTH_OIDC_SCOPES: z.string().default('openid email profile'),
  /** The claim with the names of a person's groups, e.g. `groups`. Unset: groups are not taken over. */
  AUTH_OIDC_GROUPS_CLAIM: text,
  /** `true` believes e-mail addresses of an issuer that sends no `email_verified`. Only for one that your company runs. */
  AUTH_OIDC_TRUST_EMAIL: flag,
  AUTH_GOOGLE_OAUTH2_CLIENT_ID: text,
  AUTH_GOOGLE_OAUTH2_CLIENT_SECRET: text,
  AUTH_GITHUB_CLIENT_ID: text,
  AUTH_GITHUB_CLIENT_SECRET: text,
  AUTH_AZURE_AD_OAUTH_CLIENT_ID: text,
  AUTH_AZURE_AD_OAUTH_CLIENT_SECRET: text,
  /** The id of your own tenant: with `common` anybody's tenant could name your addresses. */
  AUTH_AZURE_AD_OAUTH_TENANT_ID: z
    .string()
    .regex(/^(?!(common|organizations|consumers)$)[\w.-]+$/i, 'write the id of one tenant, not common, organizations or consumers')
    .optional(),

  /** Mail goes out when host and sender are set: sign-in links and invitations. */
  EMAIL_SMTP_HOST: text,
  EMAIL_SMTP_PORT: z.coerce.number().int().min(1).max(65_535).default(587),
  /** `true` speaks TLS from the first byte (port 465); otherwise STARTTLS is used where the server offers it. */
  EMAIL_SMTP_SECURE: flag,
  EMAIL_SMTP_USER: text,
  EMAIL_SMTP_PASSWORD: text,
  EMAIL_SMTP_SENDER_EMAIL: text,
  EMAIL_SMTP_SENDER_NAME: z.string().default('Glassworks'),

  APPS_RUNTIME_ENABLED: flag,
  APPS_S3_BUCKET: text,
  S3_BUCKET: text,
  S3_ENDPOINT: text,
  S3_REGION: text,
  S3_ACCESS_KEY: text,
  S3_SECRET_KEY: text,
  S3_FORCE_PATH_STYLE: flag,

  AI_DEFAULT_PROVIDER: text,
  ANTHROPIC_API_KEY: text,
  ANTHROPIC_BASE_URL: text,
  ANTHROPIC_MODEL_NAME: text,
  BEDROCK_REGION: text,
  BEDROCK_API_KEY: text,
  BEDROCK_ACCESS_KEY_ID: text,
  BEDROCK_SECRET_ACCESS_KEY: text,
  BEDROCK_SESSION_TOKEN: text,
  BEDROCK_MODEL_NAME: text,
  /** For a proxy or an emulator; by default the region's own host. */
  BEDROCK_ENDPOINT: text,

  SANDBOX_PROVIDER: text,
  SANDBOX_IDLE_TIMEOUT_MS: ms.default(30 * 60_000),
  SANDBOX_SNAPSHOT_RETENTION_MS: ms.default(7 * 24 * 3_600_000),
  /** How long a sandbox stays warm after a turn before it is suspended. */
  SANDBOX_WARM_MS: ms.default(5 * 60_000),
  SANDBOX_POOL_SIZE: z.coerce.number().int().min(0).max(8).default(1),

  /** Traces are sent when one of the two is set. Headers and timeouts are read by the exporter itself. */
  OTEL_EXPORTER_OTLP_ENDPOINT: text,
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: text,
  OTEL_TRACES_EXPORTER: z.enum(['otlp', 'none']).default('otlp'),
  OTEL_SDK_DISABLED: flag,
  OTEL_TRACES_SAMPLER: z
    .enum(['always_on', 'always_off', 'traceidratio', 'parentbased_always_on', 'parentbased_always_off', 'parentbased_traceidratio'])
    .default('parentbased_always_on'),
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number().min(0).max(1).default(1),
  OTEL_BSP_SCHEDULE_DELAY: ms.optional(),

  /** Prometheus metrics of the web; the gateway's are on the next port, the worker's on the one after. Off when unset. */
  GLASSWORKS_METRICS_PORT: z.coerce.number().int().min(1).max(65_533).optional(),
  GLASSWORKS_METRICS_HOST: z.string().default('127.0.0.1'),

  /** Lets "Test" reach this machine and private networks; link-local addresses never. */
  GLASSWORKS_ALLOW_PRIVATE_NETWORK_TESTS: flag,
  /** Origins that may frame the pages of apps, separated by commas. */
  GLASSWORKS_EMBED_ORIGINS: text,
  /** Git hosts that projects may come from, separated by commas; any when unset. */
  GLASSWORKS_GIT_HOSTS: text,
  /** Days until the log of a build is cut down to its conversation; 0 keeps it whole. */
  GLASSWORKS_EVENT_RETENTION_DAYS: z.coerce.number().int().min(0).max(36_500).default(0),
  /** Days until the bundle of a version that nobody is given any more is deleted; 0 keeps all. */
  GLASSWORKS_BUNDLE_RETENTION_DAYS: z.coerce.number().int().min(0).max(36_500).default(0),
});
export type Env = z.infer<typeof Env>;

type Variables = Readonly<Record<string, string | undefined>>;
const NONE: Variables = {};
/** On the global object: a process holds more than one copy of this module. */
const holder = globalThis as typeof globalThis & { glassworksStored?: Variables };
let parsed: { readonly stored: Variables; readonly env: Env } | undefined;

/**
 * The environment, over what administrators stored. The object stays the same until a stored setting changes.
 * @throws Error naming each variable that does not fit
 */
export function env(): Env {
  const stored = holder.glassworksStored ?? NONE;
  if (parsed?.stored !== stored) parsed = { stored, env: parseEnv({ ...stored, ...environment() }) };
  return parsed.env;
}

/** Stored settings as variables: in force wherever the environment says nothing. lib/settings/stored.ts keeps them up to date. */
export function setStoredVariables(values: Variables): void {
  holder.glassworksStored = values;
}

/** What the environment itself says, without what is stored. A blank variable says nothing. */
export const environment = (): Variables => Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ''));

/** Stored and given variables together, unparsed: to know their secrets. */
export const allVariables = (): Variables => ({ ...holder.glassworksStored, ...process.env });

/** For tests that change variables. */
export function resetEnv(): void {
  parsed = undefined;
}

export function parseEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const result = Env.safeParse(given);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`These environment variables do not fit:\n${lines.join('\n')}`);
}

/** Where the browser finds the pages. */
export const webOrigin = (e: Env = env()): string => e.GLASSWORKS_WEB_ORIGIN ?? `http://localhost:${e.GLASSWORKS_PORT}`;
/** Where the browser finds running apps: never the web origin. */
export const appsOrigin = (e: Env = env()): string => e.GLASSWORKS_APPS_ORIGIN ?? `http://localhost:${e.GLASSWORKS_APPS_PORT}`;
