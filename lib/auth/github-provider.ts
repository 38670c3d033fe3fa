import type { OAuthConfig } from 'next-auth/providers/oauth';
import { z } from 'zod';
import { AppError } from '#lib/errors.ts';
import type { Claims } from './profile.ts';
import { profileOf } from './profile.ts';

const Person = z.object({ id: z.number(), login: z.string(), name: z.string().nullish() });
const Emails = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }));
const API = 'https://api.github.com';
const DEADLINE_MS = 10_000;

/** GitHub speaks OAuth, not OpenID Connect: the person and their verified address are asked for at its API. */
export function githubProvider(clientId: string, clientSecret: string): OAuthConfig<Claims> {
  return {
    id: 'github',
    name: 'GitHub',
    type: 'oauth',
    clientId,
    clientSecret,
    authorization: { url: 'https://github.com/login/oauth/authorize', params: { scope: 'read:user user:email' } },
    token: 'https://github.com/login/oauth/access_token',
    userinfo: { url: `${API}/user`, request: ({ tokens }) => readClaims(tokens.access_token ?? '') },
    checks: ['pkce', 'state'],
    profile: profileOf,
    allowDangerousEmailAccountLinking: true,
    httpOptions: { timeout: DEADLINE_MS },
  };
}

async function readClaims(accessToken: string): Promise<Claims> {
  const ask = async (path: string): Promise<unknown> => {
    const response = await fetch(API + path, {
      headers: { authorization: `Bearer ${accessToken}`, accept: 'application/vnd.github+json', 'user-agent': 'glassworks' },
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
    if (!response.ok) throw new AppError('bad_gateway', `GitHub answered ${response.status} when it was asked who signs in. Try again.`);
    return response.json();
  };
  const [person, emails] = [Person.parse(await ask('/user')), Emails.parse(await ask('/user/emails'))];
  const primary = emails.find((one) => one.primary && one.verified);
  return { sub: String(person.id), name: person.name ?? person.login, email: primary?.email, email_verified: primary !== undefined };
}
