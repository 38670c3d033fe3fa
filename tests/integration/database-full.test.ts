import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createEmitter } from '#lib/builds/emitter.ts';
import { lastSeq, readEvents } from '#lib/builds/event-log.ts';
import { claimBuild } from '#lib/builds/lifecycle.ts';
import { startBuild } from '#lib/builds/start.ts';
import { DATABASE_FULL, isDatabaseFull } from '#lib/db/away.ts';
import { closeDb, db } from '#lib/db/client.ts';
import { createHealth } from '#lib/health/health.ts';
import { errorResponse } from '#lib/http/respond.ts';
import { newId } from '#lib/ids.ts';
import { closeQueue } from '#lib/jobs/queue.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { useOwnPostgres } from '../setup/own-postgres.ts';
import { makeActor, makeApp, makeProject } from '../setup/records.ts';
import { type SmallDisk, smallDisk } from '../setup/small-disk.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });

/** For what passes by itself: only a failure takes as long. */
const SOON = { timeout: 60_000, interval: 50 };
const DISK_MB = 256;

let disk: SmallDisk;
let server: Awaited<ReturnType<typeof useOwnPostgres>>;
let owner: Actor;
let projectId: string;
let buildId: string;
/** Another build, whose log takes what fills the last pages. */
let fillerId: string;
let fillerSeq = 1_000;

beforeAll(async () => {
  disk = smallDisk(DISK_MB);
  server = await useOwnPostgres(disk.folder);
  owner = await makeActor();
  projectId = await makeProject();
  fillerId = await newBuild();
});
beforeEach(async () => {
  buildId = await newBuild();
  await claimBuild(buildId, 'w1');
});
afterEach(() => disk.free());
afterAll(async () => {
  await closeQueue();
  await closeDb();
  await server?.stop();
  disk?.close();
});

async function newBuild(): Promise<string> {
  const appId = await makeApp(owner, projectId);
  return (await startBuild(owner, appId, { prompt: 'Revenue by month', clientKey: newId('req') })).buildId;
}

const PIECE = 'x'.repeat(2_000);
const MOST_ROWS = 20_000;
const event = (seq: number) => ({ buildId: fillerId, seq, body: { kind: 'text', delta: PIECE } });

/** What is refused when rows are added until there is no room for one more. */
async function refusal(add: (seq: number) => Promise<unknown>): Promise<unknown> {
  for (let row = 0; row < MOST_ROWS; row++) {
    try {
      await add(fillerSeq++);
    } catch (error) {
      return error;
    }
  }
  throw new Error('there is room without end');
}

const databaseCheck = async (read = createHealth()) => (await read()).checks.find(({ name }) => name === 'database');

test('a database without room refuses in a way that is recognised, however it is asked, and can be read', async () => {
  disk.fill();
  const refusals = [
    await refusal((seq) => db().buildEvent.create({ data: event(seq) })),
    await refusal((seq) => db().$transaction((tx) => tx.buildEvent.create({ data: event(seq) }))),
    await refusal(
      (seq) => db().$executeRaw`INSERT INTO "BuildEvent" ("buildId", "seq", "body")
      VALUES (${fillerId}, ${seq}, jsonb_build_object('kind', 'text', 'delta', ${PIECE}::text))`,
    ),
  ];
  expect(refusals.map(isDatabaseFull)).toEqual([true, true, true]);
  const response = errorResponse(refusals[0], 'req_1');
  expect(response.status).toBe(503);
  expect(await response.json()).toMatchObject({ error: { code: 'unavailable', message: DATABASE_FULL } });
  expect(await db().build.count({ where: { id: buildId } })).toBe(1);
  disk.free();
  await db().buildEvent.create({ data: event(fillerSeq++) });
});

test('health says that the disk is full, and that it is not any more', async () => {
  const read = createHealth();
  expect(await databaseCheck(read)).toMatchObject({ status: 'ok' });
  disk.fill();
  const full = { status: 'degraded', message: expect.stringContaining('disk under the database is full') };
  await vi.waitFor(async () => expect(await databaseCheck(read)).toMatchObject(full), SOON);
  disk.free();
  await vi.waitFor(async () => expect(await databaseCheck(read)).toMatchObject({ status: 'ok' }), SOON);
});

test('what a build says while there is no room is in the log once, in order, when there is some again', async () => {
  disk.fill();
  await refusal((seq) => db().buildEvent.create({ data: event(seq) }));
  let refused = 0;
  const emitter = createEmitter(buildId, 'w1', {
    onLost: () => expect.unreachable('the build was given up'),
    waitsForRoom: () => Boolean(++refused),
  });
  const before = await lastSeq(buildId);
  emitter.emit(...Array.from({ length: 60 }, (_, index) => ({ kind: 'notice' as const, code: 'n', message: `${index} ${PIECE}` })));
  await vi.waitFor(() => expect(refused).toBeGreaterThan(0), SOON);
  expect(await lastSeq(buildId)).toBe(before);
  disk.free();
  await emitter.flush();
  const said = (await readEvents(buildId, before + 1)).flatMap((one) => (one.kind === 'notice' ? [one] : []));
  const numbers = said.filter(({ code }) => code === 'n').map(({ message }) => Number(message.split(' ')[0]));
  expect(numbers).toEqual(Array.from({ length: 60 }, (_, index) => index));
  expect(said.filter(({ code }) => code === 'database_full')).toHaveLength(1);
});

test('a server that ends for want of room is said to have ended for that, and is back by itself', async () => {
  const before = await db().buildEvent.count();
  disk.fill();
  await exhaustLog();
  const read = createHealth();
  const down = { status: 'down', message: expect.stringContaining('disk under the database is full') };
  await vi.waitFor(async () => expect(await databaseCheck(read)).toMatchObject(down), SOON);
  disk.free();
  await vi.waitFor(async () => expect(await databaseCheck(read)).toMatchObject({ status: 'ok' }), SOON);
  expect(await db().buildEvent.count()).toBe(before);
});

/** Writes until the server needs one more file for its log, which it cannot do without. */
async function exhaustLog(): Promise<void> {
  const client = new pg.Client({ connectionString: server.url });
  const ended = new Promise<void>((resolve) => client.once('end', resolve));
  client.on('error', () => undefined); // that it ends is what is wanted
  await client.connect();
  const write = async () => {
    for (;;) await client.query(`SELECT pg_logical_emit_message(false, 'filler', repeat('x', 1000000)), pg_switch_wal()`);
  };
  await Promise.race([ended, write().catch(() => ended)]);
}
