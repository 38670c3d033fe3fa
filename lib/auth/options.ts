import { cookies } from 'next/headers';
import type { NextAuthOptions } from 'next-auth';
import { toError } from '#lib/errors.ts';
import { log } from '#lib/log.ts';
import { hmacSign } from '#lib/secrets.ts';
import { authAdapter } from './adapter.ts';
import { admitProvider, takeOverGroups } from './admit-provider.ts';
import { linkProvider, type Outcome, passwordProvider } from './credentials.ts';
import { configuredProviders } from './providers.ts';
import { SESSION_DAYS, sessionCookie } from './session-cookie.ts';
import { newSessionToken, openSession, sessionEnd } from './sessions.ts';

/** next-auth refuses database sessions when every provider takes credentials: this one only is there, nobody sees it. */
const PLACEHOLDER = {
  id: 'placeholder',
  name: 'placeholder',
  type: 'oauth' as const,
  clientId: 'none',
  authorization: 'http://invalid.localhost/',
  token: 'http://invalid.localhost/',
  userinfo: 'http://invalid.localhost/',
  profile: (profile: { sub: string }) => ({ id: profile.sub }),
};

interface AuthRequest {
  readonly userAgent: string | null;
  /** The identity provider that the browser comes back from, if it does. */
  readonly provider: string | null;
  readonly outcome: Outcome;
}

/** next-auth's options, made for each request because they read its cookies and tell what became of it. */
export function authOptions({ userAgent, provider, outcome }: AuthRequest): NextAuthOptions {
  const cookie = sessionCookie();
  let claims: Readonly<Record<string, unknown>> = {};
  return {
    adapter: authAdapter({ provider, userAgent }),
    secret: hmacSign('next-auth', 'secret'),
    session: { strategy: 'database', maxAge: SESSION_DAYS * 24 * 3600, generateSessionToken: newSessionToken },
    cookies: { sessionToken: cookie },
    pages: { signIn: '/sign-in', error: '/sign-in' },
    providers: [passwordProvider(outcome), linkProvider(outcome), ...configuredProviders(), PLACEHOLDER],
    callbacks: {
      async signIn({ user, account, profile }) {
        if (account?.type === 'oauth') {
          claims = { ...profile };
          const arrival = { provider: account.provider, providerAccountId: account.providerAccountId, claims, email: user.email ?? '' };
          const refusal = await admitProvider(arrival);
          return refusal ? `/sign-in?error=${refusal}` : true;
        }
        if (account?.type !== 'credentials') return false;
        // next-auth makes no session row for credentials: it is made here, and the cookie with it.
        const [token, expires] = [newSessionToken(), sessionEnd()];
        await openSession({ token, userId: user.id, expires, way: account.provider, userAgent });
        (await cookies()).set(cookie.name, token, { ...cookie.options, expires });
        return true;
      },
      session: ({ session, user }) => ({ ...session, user: { ...session.user, id: user.id } }),
    },
    events: {
      async signIn({ user, account }) {
        if (account?.type === 'oauth') await takeOverGroups(user.id, account.provider, claims);
      },
    },
    // For credentials next-auth overwrites the cookie with a JWT: hand it the session's token instead.
    jwt: {
      encode: async () => (await cookies()).get(cookie.name)?.value ?? '',
      decode: async () => null,
    },
    logger: {
      error: (code, about) => log.warn({ code, err: toError('error' in about ? about.error : about) }, 'a sign-in failed on its way'),
      warn: (code) => log.debug({ code }, 'next-auth warns'),
      debug: () => undefined,
    },
  };
}
