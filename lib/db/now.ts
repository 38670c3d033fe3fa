import { db, type Tx } from './client.ts';

/**
 * The database's clock: the only one that all processes share. Whatever one process writes for another to measure
 * (heartbeats, leases, expiry) is read and written by it, so that a worker whose own clock is wrong does no harm.
 */
export async function databaseNow(client: Pick<Tx, '$queryRaw'> = db()): Promise<Date> {
  const [row] = await client.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS "now"`;
  if (!row) throw new Error('the database told no time');
  return row.now;
}

/** How long ago, in milliseconds. A time that lies ahead was written before a clock was set back: it counts as old, too. */
export const ageMs = (at: Date, now: Date): number => Math.abs(now.getTime() - at.getTime());
