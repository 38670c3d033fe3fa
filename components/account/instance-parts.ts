import type { HealthCheck } from '#lib/contracts/health.ts';

interface Part {
  name: string;
  /** What it is for, where the check itself says nothing. */
  about: string;
  /** How it is changed; names in backquotes are environment variables and commands. */
  change: string;
}

/** The parts of an instance in the order in which an operator cares for them. */
export const PARTS: Readonly<Record<HealthCheck['name'], Part>> = {
  model: {
    name: 'Model',
    about: 'Writes the apps.',
    change:
      '`ANTHROPIC_API_KEY` switches on Claude; `AI_DEFAULT_PROVIDER=bedrock` with `BEDROCK_REGION` and `BEDROCK_API_KEY` uses Amazon Bedrock.',
  },
  sandbox: {
    name: 'Sandboxes',
    about: 'Where the agent works, shut off from everything else.',
    change: '`SANDBOX_PROVIDER` chooses; `local` needs bubblewrap on this machine.',
  },
  storage: {
    name: 'Storage',
    about: 'Keeps sources and built apps.',
    change: '`APPS_S3_BUCKET` with `S3_REGION`, `S3_ENDPOINT`, `S3_ACCESS_KEY` and `S3_SECRET_KEY` keeps them in S3.',
  },
  database: {
    name: 'Database',
    about: 'Keeps people, projects, apps and builds.',
    change: '`DATABASE_URL` uses a Postgres of your own; without it Glassworks runs one.',
  },
  queue: { name: 'Queue', about: 'Builds wait here for a worker.', change: 'It lives in the database and needs no settings.' },
  worker: { name: 'Worker', about: 'Runs the builds.', change: '`npm start` runs it; its log says why it is down.' },
  gateway: {
    name: 'Gateway',
    about: 'Serves the apps, and is the only way from a sandbox to the model.',
    change: '`npm start` runs it on the two ports after that of the web; `--apps-port` and `--gateway-port` change them.',
  },
};

const ORDER = Object.keys(PARTS);

/** The checks in the order of the parts. */
export const ordered = (checks: readonly HealthCheck[]): HealthCheck[] =>
  checks.toSorted((a, b) => ORDER.indexOf(a.name) - ORDER.indexOf(b.name));

/** The built-in demo model works, but an operator should know that it is no AI. */
export const isDemo = (check: HealthCheck): boolean => check.name === 'model' && /^demo\b/i.test(check.message ?? '');
