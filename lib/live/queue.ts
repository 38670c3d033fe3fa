import { GONE_MS } from '#lib/beat.ts';
import type { Queue } from '#lib/contracts/live.ts';
import { db } from '#lib/db/client.ts';
import { ageMs, databaseNow } from '#lib/db/now.ts';

/** How many builds wait and run, since when the first waits, and which processes there are. */
export async function readQueue(): Promise<Queue> {
  const [depth, running, oldest, processes, now] = await Promise.all([
    db().build.count({ where: { status: 'queued' } }),
    db().build.count({ where: { status: 'running' } }),
    db().build.findFirst({ where: { status: 'queued' }, orderBy: { createdAt: 'asc' } }),
    db().processBeat.findMany({ orderBy: [{ kind: 'asc' }, { startedAt: 'asc' }] }),
    databaseNow(),
  ]);
  return {
    depth,
    running,
    oldest: oldest && { buildId: oldest.id, waitingMs: ageMs(oldest.createdAt, now) },
    processes: processes.map(({ id, kind, startedAt, beatAt }) => ({
      id,
      kind,
      startedAt: startedAt.toISOString(),
      beatAt: beatAt.toISOString(),
      alive: ageMs(beatAt, now) < GONE_MS,
    })),
  };
}
