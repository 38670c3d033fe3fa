import { fromPrisma, PgBoss } from 'pg-boss';
import { z } from 'zod';
import type { Tx } from '#lib/db/client.ts';
import { env } from '#lib/env.ts';
import { log } from '#lib/log.ts';

export const BUILD_QUEUE = 'build';
export const BuildJob = z.object({ buildId: z.string() });

/** The shortest heartbeat that pg-boss takes: a job of a killed worker comes back after about this long. */
const HEARTBEAT_SECONDS = 10;
const EXPIRE_SECONDS = 3_600;

const holder = globalThis as typeof globalThis & { glassworksQueue?: Promise<PgBoss> };

/** The process's queue, started at first use. `supervise`: this process also brings back jobs of dead workers. */
export function queue({ supervise = false } = {}): Promise<PgBoss> {
  if (holder.glassworksQueue) return holder.glassworksQueue;
  const opening = open(supervise);
  holder.glassworksQueue = opening;
  opening.catch(() => {
    // The next call tries again: the database may be back by then.
    if (holder.glassworksQueue === opening) holder.glassworksQueue = undefined;
  });
  return opening;
}

async function open(supervise: boolean): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString: env().DATABASE_URL,
    max: 4,
    supervise,
    schedule: false,
    useListenNotify: true,
    ...(supervise ? { superviseIntervalSeconds: 2, monitorIntervalSeconds: 2 } : {}),
  });
  boss.on('error', (error) => log.error({ err: error }, 'queue'));
  await boss.start();
  await boss.createQueue(BUILD_QUEUE, {
    policy: 'short', // at most one waiting job a build, however often it is enqueued
    retryLimit: 5,
    retryDelay: 0,
    expireInSeconds: EXPIRE_SECONDS,
    heartbeatSeconds: HEARTBEAT_SECONDS,
    notify: true,
  });
  return boss;
}

/**
 * Enqueues a build, inside the caller's transaction when there is one: the row and its job stand or fall together.
 * A build that has a waiting job already gets no second one.
 */
export async function enqueueBuild(buildId: string, tx?: Tx): Promise<void> {
  const boss = await queue();
  const data: z.input<typeof BuildJob> = { buildId };
  await boss.send(BUILD_QUEUE, data, { singletonKey: buildId, ...(tx ? { db: fromPrisma(tx) } : {}) });
}

/** Stops the queue, letting running jobs end for up to `timeoutMs`. */
export async function closeQueue(timeoutMs = 0): Promise<void> {
  const boss = await holder.glassworksQueue;
  holder.glassworksQueue = undefined;
  await boss?.stop({ graceful: timeoutMs > 0, timeout: Math.max(timeoutMs, 1_000) });
}
