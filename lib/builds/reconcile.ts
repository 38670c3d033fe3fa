import { db } from '#lib/db/client.ts';
import { databaseNow } from '#lib/db/now.ts';
import { enqueueBuild } from '#lib/jobs/queue.ts';
import { log } from '#lib/log.ts';
import { findAll, move } from '#lib/sandbox/registry.ts';
import { findStale, settle, silentSince } from './lifecycle.ts';
import { inReachOf } from './move.ts';
import { MAX_ATTEMPTS, QUEUED_TOO_LONG_MS, RECONCILE_MS, STALE_MS } from './tunables.ts';

/**
 * Brings back what a dead process left: running builds without a heartbeat get a new job, or end when they were tried
 * too often; queued builds whose job is gone get one. Safe to run in any number of workers at once.
 */
export async function reconcileBuilds(): Promise<void> {
  const now = await databaseNow();
  const { retry, give_up } = await findStale(now);
  const forgotten = await db().build.findMany({
    where: { ...inReachOf('requeue'), createdAt: { lt: new Date(now.getTime() - QUEUED_TOO_LONG_MS) } },
    select: { id: true },
  });
  for (const id of [...retry, ...forgotten.map((row) => row.id)]) await enqueueBuild(id);
  for (const id of give_up) await giveUp(id);
  await giveBackSandboxes(now);
}

/** A worker that died just after the end of its build did not give its sandbox back. */
async function giveBackSandboxes(now: Date): Promise<void> {
  const held = await findAll({ state: 'running', holder: { not: null } });
  const ended = await db().build.findMany({
    where: { id: { in: held.map((row) => row.holder ?? '') }, finishedAt: { lt: new Date(now.getTime() - STALE_MS) } },
    select: { id: true },
  });
  const ids = new Set(ended.map((build) => build.id));
  for (const row of held) if (row.holder !== null && ids.has(row.holder)) await move(row, 'release', { holder: null });
}

async function giveUp(buildId: string): Promise<void> {
  log.warn({ buildId }, 'a build lost its worker too often');
  await db().$transaction(async (tx) => {
    const still = await tx.build.findFirst({ where: { AND: [{ id: buildId }, inReachOf('fail'), silentSince(await databaseNow(tx))] } });
    if (!still?.workerId) return;
    await settle(tx, buildId, still.workerId, {
      status: 'failed',
      code: 'unavailable',
      message: `The build was interrupted ${MAX_ATTEMPTS} times. Nothing of the app was lost; try again, or ask for less at once.`,
    });
  });
}

/** Runs it now and every few seconds. Returns the way to stop. */
export function startReconciling(): () => void {
  const reconcile = () => {
    reconcileBuilds().catch((error: unknown) => log.warn({ err: error }, 'looking for lost builds failed'));
  };
  reconcile();
  const timer = setInterval(reconcile, RECONCILE_MS);
  return () => clearInterval(timer);
}
