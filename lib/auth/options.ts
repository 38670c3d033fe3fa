import { randomUUID } from 'node:crypto';
import { PrismaAdapter } from '@auth/prisma-adapter';
import { cookies } from 'next/headers';
import type { NextAuthOptions } from 'next-auth';
import type { Adapter } from 'next-auth/adapters';
import CredentialsProvider from 'next-auth/providers/credentials';
import { z } from 'zod';
import { db } from '#lib/db/client.ts';
import { hmacSign } from '#lib/secrets.ts';

import { verifyPassword } from './password.ts';
import { SESSION_DAYS, sessionCookie } from './session-cookie.ts';
import { redeemSignInLink } from './sign-in-link.ts';

const PasswordForm = z.object({ email: z.string().trim().toLowerCase().max(320), password: z.string().min(1).max(1000) });
const LinkForm = z.object({ token: z.string().min(1).max(200) });
const MAX_AGE_SECONDS = SESSION_DAYS * 24 * 3600;

const password = CredentialsProvider({
  id: 'password',
  name: 'Password',
  credentials: { email: {}, password: {} },
  async authorize(input) {
    const form = PasswordForm.safeParse(input);
    if (!form.success) return null;
    const user = await db().user.findFirst({ where: { email: form.data.email, disabledAt: null }, omit: { passwordHash: false } });
    if (!(await verifyPassword(form.data.password, user?.passwordHash ?? null)) || !user) return null;
    return { id: user.id, email: user.email, name: user.name };
  },
});

const link = CredentialsProvider({
  id: 'link',
  name: 'One-time link',
  credentials: { token: {} },
  authorize: async (input) => {
    const form = LinkForm.safeParse(input);
    return form.success ? redeemSignInLink(form.data.token) : null;
  },
});

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

/** next-auth's options, made for each request because they read its cookies. */
export function authOptions(): NextAuthOptions {
  const cookie = sessionCookie();
  return {
    adapter: PrismaAdapter(db() as never) as Adapter,
    secret: hmacSign('next-auth', 'secret'),
    session: { strategy: 'database', maxAge: MAX_AGE_SECONDS },
    cookies: { sessionToken: cookie },
    pages: { signIn: '/sign-in', error: '/sign-in' },
    providers: [password, link, PLACEHOLDER],
    callbacks: {
      // next-auth makes no session row for credentials: it is made here, and the cookie with it.
      async signIn({ user, account }) {
        if (account?.type !== 'credentials') return true;
        const sessionToken = randomUUID();
        const expires = new Date(Date.now() + MAX_AGE_SECONDS * 1000);
        await db().session.create({ data: { sessionToken, userId: user.id, expires } });
        (await cookies()).set(cookie.name, sessionToken, { ...cookie.options, expires });
        return true;
      },
      session: ({ session, user }) => ({ ...session, user: { ...session.user, id: user.id } }),
    },
    // For credentials next-auth overwrites the cookie with a JWT: hand it the session's token instead.
    jwt: {
      encode: async () => (await cookies()).get(cookie.name)?.value ?? '',
      decode: async () => null,
    },
  };
}
