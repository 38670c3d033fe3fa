import type { Provider } from 'next-auth/providers/index';
import type { OAuthConfig } from 'next-auth/providers/oauth';
import type { ProviderId } from '#lib/contracts/sign-in.ts';
import { type Env, env } from '#lib/env.ts';
import { githubProvider } from './github-provider.ts';
import type { Claims } from './profile.ts';
import { profileOf } from './profile.ts';

interface Setup {
  readonly id: ProviderId;
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  readonly scopes: string;
}

/** OpenID Connect with everything on that protects the way back: PKCE, state and nonce. */
function openId({ id, name, issuer, clientId, clientSecret, scopes }: Setup): OAuthConfig<Claims> {
  return {
    id,
    name,
    type: 'oauth',
    issuer,
    wellKnown: `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
    clientId,
    ...(clientSecret ? { clientSecret } : { client: { token_endpoint_auth_method: 'none' as const } }),
    authorization: { params: { scope: scopes } },
    idToken: true,
    checks: ['pkce', 'state', 'nonce'],
    userinfo: { request: async ({ client, tokens }) => ({ ...(await userinfo(client, tokens)), ...claimsOf(tokens) }) },
    profile: profileOf,
    // Safe, because admitProvider refuses every address that the issuer has not verified.
    allowDangerousEmailAccountLinking: true,
    httpOptions: { timeout: 10_000 },
  };
}

interface TokensOf {
  claims?: () => Claims;
}
interface ClientOf {
  issuer?: { metadata?: { userinfo_endpoint?: unknown } };
  userinfo(tokens: never): Promise<object>;
}

const claimsOf = (tokens: object): Claims => (tokens as TokensOf).claims?.() ?? ({} as Claims);

/** Many issuers tell groups and addresses here only. openid-client checks that it is the same person. */
async function userinfo(client: object, tokens: object): Promise<object> {
  const { issuer } = client as ClientOf;
  return issuer?.metadata?.userinfo_endpoint ? (client as ClientOf).userinfo(tokens as never) : {};
}

/** The identity providers that are configured, in the order of their buttons. */
export function configuredProviders(e: Env = env()): Provider[] {
  const found: Provider[] = setups(e).map(openId);
  if (e.AUTH_GITHUB_CLIENT_ID && e.AUTH_GITHUB_CLIENT_SECRET) {
    found.push(githubProvider(e.AUTH_GITHUB_CLIENT_ID, e.AUTH_GITHUB_CLIENT_SECRET));
  }
  return found;
}

/** Each provider that speaks OpenID Connect, with its issuer. */
export function setups(e: Env = env()): Setup[] {
  const scopes = 'openid email profile';
  const given: (Omit<Setup, 'clientId' | 'issuer'> & { clientId: string | undefined; issuer: string | undefined })[] = [
    {
      id: 'oidc',
      name: e.AUTH_OIDC_NAME,
      issuer: e.AUTH_OIDC_ISSUER,
      clientId: e.AUTH_OIDC_CLIENT_ID,
      clientSecret: e.AUTH_OIDC_CLIENT_SECRET,
      scopes: e.AUTH_OIDC_SCOPES,
    },
    {
      id: 'google',
      name: 'Google',
      issuer: 'https://accounts.google.com',
      clientId: e.AUTH_GOOGLE_OAUTH2_CLIENT_ID,
      clientSecret: e.AUTH_GOOGLE_OAUTH2_CLIENT_SECRET,
      scopes,
    },
    {
      id: 'azure-ad',
      name: 'Microsoft',
      issuer: e.AUTH_AZURE_AD_OAUTH_TENANT_ID && `https://login.microsoftonline.com/${e.AUTH_AZURE_AD_OAUTH_TENANT_ID}/v2.0`,
      clientId: e.AUTH_AZURE_AD_OAUTH_CLIENT_ID,
      clientSecret: e.AUTH_AZURE_AD_OAUTH_CLIENT_SECRET,
      scopes,
    },
  ];
  return given.flatMap(({ issuer, clientId, ...rest }) => (issuer && clientId ? [{ ...rest, issuer, clientId }] : []));
}
