import { statfs } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { env } from '#lib/env.ts';
import { isDatabaseFull } from './away.ts';
import { db } from './client.ts';

const RETRY_MS = 2_000;
const MB = 1024 ** 2;
/** Less memory than the sort below needs, so that it is written to the database's disk, and a file of a few hundred kB. */
const PROBE_MEMORY = '64kB';
const PROBE_ROWS = 20_000;

/**
 * Does `work` again and again while the database has no room for it: what it refused was not done.
 * @param waits asked after each refusal, whether to wait for room
 * @throws what `work` throws otherwise, or when it is not waited any more
 */
export async function onceThereIsRoom<T>(work: () => Promise<T>, waits: () => boolean): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isDatabaseFull(error) || !waits()) throw error;
      await delay(RETRY_MS);
    }
  }
}

/**
 * Really writes to the database's disk, and leaves nothing there: a server whose disk is full answers questions as before.
 * @throws the database's error, also when it is not there
 */
export async function writeToDatabaseDisk(): Promise<void> {
  await db().$transaction([
    db().$executeRawUnsafe(`SET LOCAL work_mem = '${PROBE_MEMORY}'`),
    db().$queryRaw`SELECT count(*) FROM generate_series(1, ${PROBE_ROWS}::int)`,
  ]);
}

/** Megabytes that are left for the embedded database; null when the database is elsewhere. */
export async function roomOnDatabaseDisk(): Promise<number | null> {
  const dir = env().GLASSWORKS_DATABASE_DIR;
  if (dir === undefined) return null;
  const { bavail, bsize } = await statfs(dir);
  return (bavail * bsize) / MB;
}
