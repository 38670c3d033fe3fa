import { db } from '#lib/db/client.ts';
import { toError } from '#lib/errors.ts';
import { log } from '#lib/log.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { loadActor } from '#lib/permissions/load-actor.ts';
import { rememberActor } from './remembered.ts';
import { sessionCookie } from './session-cookie.ts';
import { hashSecret } from './token-hash.ts';

/** That a session or token was used is written down at most this often. */
const LAST_USED_STEP_MS = 60_000;

/**
 * Who sends this request: an API token in the Authorization header, else the login cookie; null when neither holds.
 * What was taken back stops working within a second. Another scheme is the business of a proxy in front of us.
 */
export async function getActor(request: Request): Promise<Actor | null> {
  const token = /^Bearer\s+(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  if (token !== undefined) {
    return rememberActor(`token ${hashSecret(token)}`, () => actorOfToken(token));
  }
  const cookie = readCookie(request.headers.get('cookie'), sessionCookie().name);
  return cookie ? rememberActor(`session ${hashSecret(cookie)}`, () => actorOfSession(cookie)) : null;
}

/** The actor behind a login cookie's value. */
export async function actorOfSession(cookie: string): Promise<Actor | null> {
  const session = await db().session.findUnique({ where: { sessionToken: hashSecret(cookie) }, include: { user: true } });
  if (!session || session.expires < new Date() || session.user.kind !== 'person') return null;
  const actor = await loadActor('session', session.user);
  if (actor && isOld(session.lastSeenAt)) await noteSeen(session.id, session.userId);
  return actor && { ...actor, sessionId: session.id };
}

async function actorOfToken(token: string): Promise<Actor | null> {
  const row = await db().apiToken.findUnique({ where: { hash: hashSecret(token) }, include: { user: true } });
  if (!row || (row.expiresAt && row.expiresAt < new Date())) return null;
  if (isOld(row.lastUsedAt)) await noteUse(row.id);
  return loadActor('token', row.user, row.scopes);
}

const isOld = (at: Date | null): boolean => !at || Date.now() - at.getTime() > LAST_USED_STEP_MS;

/** A courtesy: a database that cannot write can be read all the same. */
async function courtesy(what: string, work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => log.warn({ err: toError(error) }, `the use of ${what} could not be written down`));
}

const noteUse = (id: string) => courtesy('an API token', db().apiToken.updateMany({ where: { id }, data: { lastUsedAt: new Date() } }));

const noteSeen = (id: string, userId: string) =>
  courtesy(
    'a session',
    db().$transaction([
      db().session.updateMany({ where: { id }, data: { lastSeenAt: new Date() } }),
      db().user.updateMany({ where: { id: userId }, data: { lastSeenAt: new Date() } }),
    ]),
  );

/** The actor a stored user is, for work that goes on without a request. Null when the user may not act any more. */
export async function actorOfUser(userId: string): Promise<Actor | null> {
  const user = await db().user.findUnique({ where: { id: userId } });
  return user ? loadActor('session', user) : null;
}

function readCookie(header: string | null, name: string): string | null {
  for (const part of (header ?? '').split(';')) {
    const [key, ...value] = part.trim().split('=');
    // Ours is base64url, which needs no decoding; any other value is nobody's.
    if (key === name) return value.join('=');
  }
  return null;
}
