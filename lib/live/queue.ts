import { GONE_MS } from '#lib/beat.ts';
import type { Queue } from '#lib/contracts/live.ts';
import { db } from '#lib/db/client.ts';
import { ageMs, databaseNow } from '#lib/db/now.ts';

const IN_SIGHT = 100;

/** How many builds wait and run, since when the first waits, and which processes there are. */
export async function readQueue(): Promise<Queue> {
  const [depth, running, builds, processes, now] = await Promise.all([
    db().build.count({ where: { status: 'queued' } }),
    db().build.count({ where: { status: 'running' } }),
    db().build.findMany({
      where: { status: { in: ['queued', 'running'] } },
      orderBy: { createdAt: 'asc' },
      take: IN_SIGHT,
      include: { app: { select: { id: true, name: true } } },
    }),
    db().processBeat.findMany({ orderBy: [{ kind: 'asc' }, { startedAt: 'asc' }] }),
    databaseNow(),
  ]);
  const oldest = builds.find(({ status }) => status === 'queued');
  return {
    depth,
    running,
    oldest: oldest === undefined ? null : { buildId: oldest.id, waitingMs: ageMs(oldest.createdAt, now) },
    builds: builds.map(({ id, app, status, step, createdAt, cancelRequestedAt }) => ({
      id,
      app,
      status: status === 'queued' ? 'queued' : 'running',
      step,
      sinceMs: ageMs(createdAt, now),
      cancelling: cancelRequestedAt !== null,
    })),
    processes: processes.map(({ id, kind, startedAt, beatAt }) => ({
      id,
      kind,
      startedAt: startedAt.toISOString(),
      beatAt: beatAt.toISOString(),
      alive: ageMs(beatAt, now) < GONE_MS,
    })),
  };
}
