import type { BuildEventBody, BuildStep } from '#lib/contracts/build-event.ts';
import { db, Prisma, type Tx } from '#lib/db/client.ts';
import { storableText } from '#lib/storable.ts';
import { appendInTx } from './event-log.ts';
import { MAX_ATTEMPTS, STALE_MS } from './tunables.ts';

/**
 * A build is a row that moves by compare-and-swap only:
 *
 *   queued ──claim──> running ──finish──> succeeded | failed | cancelled
 *                       │  ^
 *                       └──┘ claim by another worker, when the heartbeat is stale
 *   queued ──cancel──> cancelled
 */
export interface ClaimedBuild {
  readonly id: string;
  readonly appId: string;
  readonly requestedById: string;
  readonly prompt: string;
  readonly model: string;
  readonly attempt: number;
  readonly state: unknown;
}

export type Outcome =
  /** Without a version when nothing was changed. */
  | { readonly status: 'succeeded'; readonly versionNumber?: number }
  | { readonly status: 'failed'; readonly code: string; readonly message: string }
  | { readonly status: 'cancelled'; readonly versionNumber?: number };

const staleBefore = () => new Date(Date.now() - STALE_MS);

/** Takes a queued build, or one whose worker died. Null when another worker has it or it has ended: nothing to do. */
export async function claimBuild(buildId: string, workerId: string): Promise<ClaimedBuild | null> {
  const now = new Date();
  const [build] = await db().build.updateManyAndReturn({
    where: {
      id: buildId,
      attempt: { lt: MAX_ATTEMPTS },
      OR: [{ status: 'queued' }, { status: 'running', heartbeatAt: { lt: staleBefore() } }],
    },
    data: { status: 'running', workerId, heartbeatAt: now, attempt: { increment: 1 } },
  });
  if (!build) return null;
  if (!build.startedAt) await db().build.update({ where: { id: buildId }, data: { startedAt: now } });
  return build;
}

/** Says that the worker lives. `lost`: someone else has the build, stop at once. `cancel`: a person asked to stop. */
export async function beat(buildId: string, workerId: string): Promise<'ok' | 'cancel' | 'lost'> {
  const [build] = await db().build.updateManyAndReturn({
    where: { id: buildId, workerId, status: 'running' },
    data: { heartbeatAt: new Date() },
    select: { cancelRequestedAt: true },
  });
  if (!build) return 'lost';
  return build.cancelRequestedAt ? 'cancel' : 'ok';
}

/** Writes down where the build is, for people. False when the build was lost. */
export async function moveTo(
  buildId: string,
  workerId: string,
  change: { step?: BuildStep; timings?: Record<string, number> },
): Promise<boolean> {
  const { count } = await db().build.updateMany({ where: { id: buildId, workerId, status: 'running' }, data: change });
  return count === 1;
}

/**
 * Ends a build inside the caller's transaction: row, last events and whatever the caller writes stand or fall together.
 * @param workerId who has it; null for a build that nobody has taken yet
 * @returns false when the build was lost: the caller must roll back
 */
export async function settle(tx: Tx, buildId: string, workerId: string | null, outcome: Outcome): Promise<boolean> {
  const { count } = await tx.build.updateMany({
    where: { id: buildId, ...(workerId === null ? { status: 'queued' } : { workerId, status: 'running' }) },
    data: { status: outcome.status, step: null, state: Prisma.DbNull, finishedAt: new Date(), ...ending(outcome) },
  });
  if (count === 0) return false;
  await appendInTx(tx, buildId, lastEvents(outcome));
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
export async function findStale(): Promise<{ retry: string[]; give_up: string[] }> {
  const rows = await db().build.findMany({
    where: { status: 'running', heartbeatAt: { lt: staleBefore() } },
    select: { id: true, attempt: true },
  });
  const ids = (list: typeof rows) => list.map((row) => row.id);
  return { retry: ids(rows.filter((row) => row.attempt < MAX_ATTEMPTS)), give_up: ids(rows.filter((row) => row.attempt >= MAX_ATTEMPTS)) };
}
