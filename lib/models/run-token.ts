import { createHash, randomBytes } from 'node:crypto';
import { db } from '#lib/db/client.ts';
import { databaseNow } from '#lib/db/now.ts';
import { currentTraceparent } from '#lib/trace/trace.ts';

const PREFIX = 'gwr_';
const CACHE_MS = 1_500;
const CACHE_ENTRIES = 1_000;

export interface RunGrant {
  readonly buildId: string;
  readonly appId: string;
  readonly userId: string;
  readonly models: readonly string[];
  /** The span of the agent's turn, when it is traced: calls join it. */
  readonly traceparent: string | null;
}

interface Known {
  readonly grant: RunGrant | null;
  /** On this process's steady clock, as the rest of the entry's times. */
  readonly expiresAt: number;
  readonly readAt: number;
}
const known = new Map<string, Known>();

/**
 * A token that is worth something only at the model gateway, for one build, until it ends.
 * Only its hash is stored. @param ttlMs milliseconds until it expires by itself
 */
export async function mintRunToken(options: { buildId: string; models: readonly string[]; ttlMs: number }): Promise<string> {
  const token = PREFIX + randomBytes(32).toString('base64url');
  const expiresAt = new Date((await databaseNow()).getTime() + options.ttlMs);
  const row = { hash: hashOf(token), buildId: options.buildId, models: [...options.models], expiresAt };
  await db().runToken.create({ data: { ...row, traceparent: currentTraceparent() } });
  return token;
}

/** Ends every token of a build. The gateway notices within two seconds, in its own process at once. */
export async function revokeRunTokens(buildId: string): Promise<void> {
  await db().runToken.updateMany({ where: { buildId, revokedAt: null }, data: { revokedAt: await databaseNow() } });
  for (const [hash, entry] of known) if (entry.grant?.buildId === buildId) known.delete(hash);
}

/** What a token allows, or null when it is unknown, expired, revoked or its build no longer runs. */
export async function grantOf(token: string): Promise<RunGrant | null> {
  if (!token.startsWith(PREFIX) || token.length > 200) return null;
  const hash = hashOf(token);
  const now = performance.now();
  let entry = known.get(hash);
  if (!entry || now - entry.readAt > CACHE_MS) {
    entry = await read(hash, now);
    if (known.size >= CACHE_ENTRIES) known.clear();
    known.set(hash, entry);
  }
  return entry.expiresAt > now ? entry.grant : null;
}

async function read(hash: string, readAt: number): Promise<Known> {
  const row = await db().runToken.findUnique({ where: { hash } });
  if (!row || row.revokedAt) return { grant: null, expiresAt: 0, readAt };
  const build = await db().build.findUnique({
    where: { id: row.buildId },
    select: { status: true, appId: true, requestedById: true },
  });
  if (build?.status !== 'running') return { grant: null, expiresAt: 0, readAt };
  const grant = { buildId: row.buildId, appId: build.appId, userId: build.requestedById, models: row.models, traceparent: row.traceparent };
  const left = row.expiresAt.getTime() - (await databaseNow()).getTime();
  return { grant, expiresAt: readAt + left, readAt };
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');
