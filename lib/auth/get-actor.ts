import { db } from '#lib/db/client.ts';
import { toError } from '#lib/errors.ts';
import { log } from '#lib/log.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { loadActor } from '#lib/permissions/load-actor.ts';
import { sessionCookie } from './session-cookie.ts';
import { hashSecret } from './token-hash.ts';

/** Token use is written down at most this often. */
const LAST_USED_STEP_MS = 60_000;

/** A page asks several things at once: within this time the same credential is not looked up again. */
const REMEMBER_MS = 1_000;
const REMEMBERED = 2_000;
const remembered = new Map<string, { readonly actor: Promise<Actor | null>; readonly until: number }>();

/**
 * Who sends this request: an API token in the Authorization header, else the login cookie; null when neither holds.
 * What was taken back stops working within a second. Another scheme is the business of a proxy in front of us.
 */
export async function getActor(request: Request): Promise<Actor | null> {
  const token = /^Bearer\s+(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  if (token !== undefined) {
    return remember(`token ${hashSecret(token)}`, () => actorOfToken(token));
  }
  const cookie = readCookie(request.headers.get('cookie'), sessionCookie().name);
  return cookie ? remember(`session ${hashSecret(cookie)}`, () => actorOfSession(cookie)) : null;
}

function remember(key: string, look: () => Promise<Actor | null>): Promise<Actor | null> {
  const known = remembered.get(key);
  if (known && known.until > performance.now()) return known.actor;
  if (remembered.size >= REMEMBERED) remembered.clear();
  const actor = look();
  remembered.set(key, { actor, until: performance.now() + REMEMBER_MS });
  // Nobody is kept out, or let in, by an error or an absence of a moment ago.
  actor.then(
    (found) => found ?? remembered.delete(key),
    () => remembered.delete(key),
  );
  return actor;
}

/** The actor behind a login cookie's value. */
export async function actorOfSession(sessionToken: string): Promise<Actor | null> {
  const session = await db().session.findUnique({ where: { sessionToken }, include: { user: true } });
  if (!session || session.expires < new Date()) return null;
  return loadActor('session', session.user);
}

async function actorOfToken(token: string): Promise<Actor | null> {
  const row = await db().apiToken.findUnique({ where: { hash: hashSecret(token) }, include: { user: true } });
  if (!row || (row.expiresAt && row.expiresAt < new Date())) return null;
  if (!row.lastUsedAt || Date.now() - row.lastUsedAt.getTime() > LAST_USED_STEP_MS) {
    await noteUse(row.id);
  }
  return loadActor('token', row.user);
}

/** A courtesy: a database that cannot write can be read all the same. */
async function noteUse(id: string): Promise<void> {
  await db()
    .apiToken.updateMany({ where: { id }, data: { lastUsedAt: new Date() } })
    .catch((error: unknown) => log.warn({ err: toError(error) }, 'the use of an API token could not be written down'));
}

/** The actor a stored user is, for work that goes on without a request. Null when the user may not act any more. */
export async function actorOfUser(userId: string): Promise<Actor | null> {
  const user = await db().user.findUnique({ where: { id: userId } });
  return user ? loadActor('session', user) : null;
}

function readCookie(header: string | null, name: string): string | null {
  for (const part of (header ?? '').split(';')) {
    const [key, ...value] = part.trim().split('=');
    // Ours is a UUID, which needs no decoding; any other value is nobody's.
    if (key === name) return value.join('=');
  }
  return null;
}
