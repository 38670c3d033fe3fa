import type { BuildEventBody, BuildStep } from '#lib/contracts/build-event.ts';
import { db, Prisma, type Tx } from '#lib/db/client.ts';
import { databaseNow } from '#lib/db/now.ts';
import { storableText } from '#lib/storable.ts';
import { appendInTx } from './event-log.ts';
import type { BuildMove } from './machine.ts';
import { inReachOf, moveBuilds } from './move.ts';
import { MAX_ATTEMPTS, STALE_MS } from './tunables.ts';

export interface ClaimedBuild {
  readonly id: string;
  readonly appId: string;
  readonly requestedById: string;
  readonly prompt: string;
  readonly model: string;
  readonly attempt: number;
  readonly state: unknown;
  readonly traceparent: string | null;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
}

export type Outcome =
  /** Without a version when nothing was changed. */
  | { readonly status: 'succeeded'; readonly versionNumber?: number }
  | { readonly status: 'failed'; readonly code: string; readonly message: string }
  | { readonly status: 'cancelled'; readonly versionNumber?: number };

/** A heartbeat that counts as silence at once. */
const LONG_AGO = new Date(0);

/** Without a heartbeat for too long; one that lies far ahead was written before a clock was set back. */
export const silentSince = (now: Date): Prisma.BuildWhereInput => ({
  OR: [{ heartbeatAt: { lt: new Date(now.getTime() - STALE_MS) } }, { heartbeatAt: { gt: new Date(now.getTime() + STALE_MS) } }],
});

/** Takes a queued build, or one whose worker died. Null when another worker has it or it has ended: nothing to do. */
export async function claimBuild(buildId: string, workerId: string): Promise<ClaimedBuild | null> {
  const now = await databaseNow();
  const mine = { workerId, heartbeatAt: now, attempt: { increment: 1 } };
  const wanted = { id: buildId, attempt: { lt: MAX_ATTEMPTS } };
  const [first] = await moveBuilds('claim', wanted, { ...mine, startedAt: now });
  if (first) return first;
  const [orphan] = await moveBuilds('takeOver', { AND: [wanted, silentSince(now)] }, mine);
  return orphan ?? null;
}

/** Says that the worker lives. `lost`: someone else has the build, stop at once. `cancel`: a person asked to stop. */
export async function beat(buildId: string, workerId: string): Promise<'ok' | 'cancel' | 'lost'> {
  const [build] = await moveBuilds('beat', { id: buildId, workerId }, { heartbeatAt: await databaseNow() });
  if (!build) return 'lost';
  return build.cancelRequestedAt ? 'cancel' : 'ok';
}

/** Leaves the build to the next worker that looks for one, without the wait for a dead one. False when it was lost. */
export async function letGo(buildId: string, workerId: string): Promise<boolean> {
  return (await moveBuilds('letGo', { id: buildId, workerId }, { heartbeatAt: LONG_AGO })).length === 1;
}

/** The same for every build of processes that are known to be dead. */
export async function letGoOf(processIds: readonly string[]): Promise<void> {
  if (processIds.length === 0) return;
  const theirs = processIds.map((id) => ({ workerId: { startsWith: `${id}.` } }));
  await moveBuilds('letGo', { OR: theirs }, { heartbeatAt: LONG_AGO });
}

/** Writes down where the build is, for people. False when the build was lost. */
export async function moveTo(
  buildId: string,
  workerId: string,
  change: { step?: BuildStep; timings?: Record<string, number> },
): Promise<boolean> {
  return (await moveBuilds('advance', { id: buildId, workerId }, change)).length === 1;
}

const MOVE_TO: Readonly<Record<Outcome['status'], BuildMove>> = { succeeded: 'succeed', failed: 'fail', cancelled: 'stop' };

/**
 * Ends a build inside the caller's transaction: row, last events and whatever the caller writes stand or fall together.
 * @param workerId who has it
 * @returns false when the build was lost: the caller must roll back
 */
export const settle = (tx: Tx, buildId: string, workerId: string, outcome: Outcome): Promise<boolean> =>
  end(tx, MOVE_TO[outcome.status], { id: buildId, workerId }, outcome);

/** Ends a build that nobody has taken yet. False when somebody has. */
export const withdraw = (tx: Tx, buildId: string): Promise<boolean> => end(tx, 'withdraw', { id: buildId }, { status: 'cancelled' });

async function end(tx: Tx, move: BuildMove, where: { id: string; workerId?: string }, outcome: Outcome): Promise<boolean> {
  const last = { step: null, state: Prisma.DbNull, finishedAt: await databaseNow(tx), ...ending(outcome) };
  if ((await moveBuilds(move, where, last, tx)).length === 0) return false;
  await appendInTx(tx, where.id, lastEvents(outcome));
  return true;
}

function ending(outcome: Outcome): Prisma.BuildUpdateManyMutationInput {
  if (outcome.status === 'failed') return { error: { code: outcome.code, message: storableText(outcome.message) } };
  return outcome.versionNumber === undefined ? {} : { versionNumber: outcome.versionNumber };
}

function lastEvents(outcome: Outcome): BuildEventBody[] {
  if (outcome.status === 'failed') {
    return [
      { kind: 'error', code: outcome.code, message: outcome.message },
      { kind: 'done', status: 'failed' },
    ];
  }
  return [{ kind: 'done', status: outcome.status, ...('versionNumber' in outcome ? { versionNumber: outcome.versionNumber } : {}) }];
}

/** Running builds whose worker is gone: those that may be tried again, and those that were tried too often. */
export async function findStale(now: Date): Promise<{ retry: string[]; give_up: string[] }> {
  const rows = await db().build.findMany({
    where: { AND: [inReachOf('takeOver'), silentSince(now)] },
    select: { id: true, attempt: true },
  });
  const ids = (list: typeof rows) => list.map((row) => row.id);
  return { retry: ids(rows.filter((row) => row.attempt < MAX_ATTEMPTS)), give_up: ids(rows.filter((row) => row.attempt >= MAX_ATTEMPTS)) };
}
