import { PrismaAdapter } from '@auth/prisma-adapter';
import type { Adapter, AdapterAccount, AdapterUser } from 'next-auth/adapters';
import { audit } from '#lib/audit/audit.ts';
import { db } from '#lib/db/client.ts';
import { env } from '#lib/env.ts';
import { newId } from '#lib/ids.ts';
import { openSession } from './sessions.ts';
import { hashSecret } from './token-hash.ts';

interface SignInRequest {
  /** The provider that the browser comes back from; null for every other request. */
  readonly provider: string | null;
  readonly userAgent: string | null;
}

/** next-auth's store of people and sessions, where ours differs from what its adapter for Prisma does. */
export function authAdapter({ provider, userAgent }: SignInRequest): Adapter {
  const base = PrismaAdapter(db() as never) as Adapter;
  return {
    ...base,
    createUser: (user: Omit<AdapterUser, 'id'>) => createPerson(user),
    // Who comes back from a provider is a new sign-in: an open session is neither gone on with nor linked to.
    getSessionAndUser: async (token) => (provider ? null : ((await base.getSessionAndUser?.(hashSecret(token))) ?? null)),
    async createSession({ sessionToken, userId, expires }) {
      await openSession({ token: sessionToken, userId, expires, way: provider ?? 'unknown', userAgent });
      return { sessionToken, userId, expires };
    },
    updateSession: async ({ sessionToken, expires }) => {
      const kept = { where: { sessionToken: hashSecret(sessionToken) }, data: expires ? { expires } : {} };
      const session = await db().session.update(kept);
      return { sessionToken, userId: session.userId, expires: session.expires };
    },
    deleteSession: async (token) => {
      await db().session.deleteMany({ where: { sessionToken: hashSecret(token) } });
    },
    // Providers send tokens and fields of their own. We call none of them afterwards, so nothing of it is kept.
    async linkAccount({ userId, type, provider: of, providerAccountId }: AdapterAccount) {
      await db().$transaction(async (tx) => {
        const { user } = await tx.account.create({ data: { userId, type, provider: of, providerAccountId }, include: { user: true } });
        await audit('system', { action: 'user.linked', subject: { kind: 'user', id: userId, name: user.email }, details: { way: of } }, tx);
      });
    },
  };
}

/** A person whom a provider brings for the first time. `admitProvider` has checked that they may come. */
async function createPerson({ email, name }: Omit<AdapterUser, 'id'>): Promise<AdapterUser> {
  const data = { id: newId('usr'), email: email.toLowerCase(), name: name?.slice(0, 120) ?? null, role: env().AUTH_DEFAULT_ROLE };
  return db().$transaction(async (tx) => {
    const user = await tx.user.create({ data: { ...data, emailVerified: new Date() } });
    const details = { role: user.role, by: 'identity provider' };
    await audit('system', { action: 'user.created', subject: { kind: 'user', id: user.id, name: user.email }, details }, tx);
    return user;
  });
}
