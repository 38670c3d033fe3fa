import { randomBytes } from 'node:crypto';
import { audit } from '#lib/audit/audit.ts';
import type { SessionLine } from '#lib/contracts/sessions.ts';
import { db, type Tx } from '#lib/db/client.ts';
import { AppError } from '#lib/errors.ts';
import { logFields } from '#lib/log-context.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { forgetActors } from './remembered.ts';
import { SESSION_DAYS } from './session-cookie.ts';
import { hashSecret } from './token-hash.ts';

const DAY_MS = 24 * 3_600_000;
const MAX_USER_AGENT = 400;

/** What is new for every sign-in: nobody can hand a session to another person beforehand. Only its hash is stored. */
export const newSessionToken = (): string => randomBytes(32).toString('base64url');

export const sessionEnd = (): Date => new Date(Date.now() + SESSION_DAYS * DAY_MS);

interface NewSession {
  readonly token: string;
  readonly userId: string;
  readonly expires: Date;
  /** password, link, or the identity provider's id. */
  readonly way: string;
  readonly userAgent: string | null;
}

/** Writes a session and its line in the audit log down. */
export async function openSession({ token, userId, expires, way, userAgent }: NewSession): Promise<void> {
  await db().$transaction(async (tx) => {
    const { user } = await tx.session.create({
      data: {
        sessionToken: hashSecret(token),
        userId,
        expires,
        way,
        userAgent: userAgent?.slice(0, MAX_USER_AGENT) ?? null,
        ip: logFields().ip ?? null,
      },
      include: { user: true },
    });
    await tx.user.update({ where: { id: userId }, data: { lastSeenAt: new Date() } });
    await audit({ kind: 'user', userId, email: user.email }, { action: 'sign_in.succeeded', details: { way } }, tx);
  });
}

/** Where the person is signed in, last used first. */
export async function listSessions(actor: Actor): Promise<SessionLine[]> {
  const rows = await db().session.findMany({
    where: { userId: actor.userId, expires: { gt: new Date() } },
    orderBy: { lastSeenAt: 'desc' },
    take: 200,
  });
  return rows.map(({ id, way, ip, userAgent, createdAt, lastSeenAt, expires }) => ({
    id,
    current: id === actor.sessionId,
    way,
    ip,
    userAgent,
    createdAt: createdAt.toISOString(),
    lastSeenAt: lastSeenAt.toISOString(),
    expiresAt: expires.toISOString(),
  }));
}

/** Ends one session of the person, at once. */
export async function endSession(actor: Actor, id: string): Promise<void> {
  await db().$transaction(async (tx) => {
    const { count } = await tx.session.deleteMany({ where: { id, userId: actor.userId } });
    if (count === 0) throw new AppError('not_found', 'There is no such session. It may have ended already.');
    await audit(actor, { action: 'session.revoked', subject: { kind: 'session', id } }, tx);
  });
  forgetActors();
}

/** Ends all sessions of the person but the one that asks. @returns how many */
export async function endOtherSessions(actor: Actor): Promise<number> {
  const count = await db().$transaction(async (tx) => {
    const ended = await endSessionsOf(actor.userId, tx, actor.sessionId);
    if (ended > 0) await audit(actor, { action: 'session.revoked', subject: { kind: 'session' }, details: { sessions: ended } }, tx);
    return ended;
  });
  forgetActors();
  return count;
}

/** Ends the sessions of a person, within the act that makes it necessary. Call `forgetActors` when that is done. */
export async function endSessionsOf(userId: string, tx: Tx, except?: string): Promise<number> {
  const { count } = await tx.session.deleteMany({ where: { userId, ...(except ? { NOT: { id: except } } : {}) } });
  return count;
}
