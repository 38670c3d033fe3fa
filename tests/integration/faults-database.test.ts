import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { TurnScript } from '#emulators/messages-api/turn.ts';
import { reconcileBuilds } from '#lib/builds/reconcile.ts';
import { STALE_MS } from '#lib/builds/tunables.ts';
import { closeDb, db } from '#lib/db/client.ts';
import { useOwnPostgres } from '../setup/own-postgres.ts';
import { type SmallDisk, smallDisk } from '../setup/small-disk.ts';
import { type FaultWorld, oneNumber, startFaultWorld } from './fault-world.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 600_000 });

const DISK_MB = 256;
/** For what passes by itself: only a failure takes as long. */
const SOON = { timeout: 90_000, interval: 100 };
/** Takes up more room than what is left in the pages that the database has already. */
const LONG = 'Word by word by word. '.repeat(10_000);

let disk: SmallDisk;
let server: Awaited<ReturnType<typeof useOwnPostgres>>;
let world: FaultWorld;

beforeAll(async () => {
  disk = smallDisk(DISK_MB);
  server = await useOwnPostgres(disk.folder);
  world = await startFaultWorld();
});
afterAll(async () => {
  disk?.free();
  await world?.close();
  await closeDb();
  await server?.stop();
  disk?.close();
});

test('a build under which the disk of the database fills up waits for room, says so, and succeeds at its first try', async () => {
  const appId = await world.app();
  const [writing, ...rest] = oneNumber();
  const fills: TurnScript = () => {
    disk.fill();
    return { ...writing, text: LONG };
  };
  const building = world.build(appId, [fills, ...rest]);
  // Longer than a worker may be silent: it must still count as alive, although nothing of what it says can be written.
  await vi.waitFor(async () => expect(await silence()).toBeGreaterThan(STALE_MS + 2_000), SOON);
  await reconcileBuilds();
  disk.free();
  const built = await building;
  expect(built).toMatchObject({ status: 'succeeded', versionNumber: 1, attempt: 1 });
  expect(built.events.map(({ seq }) => seq)).toEqual(built.events.map((_, index) => index));
  expect(built.events.filter((event) => event.kind === 'text.done' && event.text === LONG)).toHaveLength(1);
  expect(built.told).toContain('The disk of the database was full. Nothing is lost');
});

/** For how long the log has not grown, in milliseconds, since the agent began. */
async function silence(): Promise<number> {
  const [row] = await db().$queryRaw<{ ms: number }[]>`
    SELECT (extract(epoch FROM clock_timestamp() - max("at")) * 1000)::float AS "ms" FROM "BuildEvent"
    HAVING bool_or("body"->>'kind' = 'step' AND "body"->>'name' = 'generate')`;
  return row?.ms ?? 0;
}
