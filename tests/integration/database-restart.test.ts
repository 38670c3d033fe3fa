import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createEmitter } from '#lib/builds/emitter.ts';
import { appendAsWorker, lastSeq, readEvents } from '#lib/builds/event-log.ts';
import { claimBuild, letGoOf } from '#lib/builds/lifecycle.ts';
import { onAnnounced } from '#lib/builds/notifications.ts';
import { startBuild } from '#lib/builds/start.ts';
import { type Watch, watchBuild } from '#lib/builds/tail.ts';
import { isDatabaseAway } from '#lib/db/away.ts';
import { closeDb, db } from '#lib/db/client.ts';
import { BUILD_QUEUE, closeQueue, enqueueBuild, queue } from '#lib/jobs/queue.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { useOwnPostgres } from '../setup/own-postgres.ts';
import { makeActor, makeApp, makeProject } from '../setup/records.ts';

/** A restart takes a fraction of a second, and many on a busy machine. */
const SOON = { timeout: 90_000, interval: 10 };

let server: Awaited<ReturnType<typeof useOwnPostgres>>;
let owner: Actor;
let projectId: string;
let buildId: string;

beforeAll(async () => {
  server = await useOwnPostgres();
  owner = await makeActor();
  projectId = await makeProject();
});
beforeEach(() =>
  // The test before may have killed the server a moment ago: a write that meets that is tried again.
  vi.waitFor(async () => {
    const appId = await makeApp(owner, projectId);
    ({ buildId } = await startBuild(owner, appId, { prompt: 'Revenue by month', clientKey: 'key-00001' }));
    await claimBuild(buildId, 'w1');
  }, SOON),
);
afterAll(async () => {
  await closeQueue();
  await closeDb();
  await server.stop();
});

test('what is read before, while and after the database is away is answered', async () => {
  await Promise.all(Array.from({ length: 30 }, () => db().user.count())); // every connection of the pool is open
  for (let round = 0; round < 3; round++) {
    await server.kill();
    for (let batch = 0; batch < 10; batch++) {
      const answers = await Promise.all(Array.from({ length: 30 }, () => db().user.count()));
      expect(new Set(answers).size).toBe(1);
    }
  }
});

test('a write that is cut in the middle fails with an error that says so, alone and in a transaction', async () => {
  const cut = [
    db().$executeRaw`UPDATE "User" SET "name" = pg_sleep(30)::text`,
    db().$transaction((tx) => tx.$queryRaw`SELECT pg_sleep(30)::text`, { timeout: 60_000 }),
  ];
  const failed = cut.map((query) =>
    query.then(
      () => 'answered',
      (error: unknown) => (isDatabaseAway(error) ? 'away' : String(error)),
    ),
  );
  const sleeping = () => db().$queryRaw<unknown[]>`SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep'`;
  await expect.poll(sleeping, SOON).toHaveLength(2);
  await server.kill();
  expect(await Promise.all(failed)).toEqual(['away', 'away']);
});

test('whoever watches a build sees what was written after the restart, once and without a gap', async () => {
  const seen: number[] = [];
  let watch: Watch | undefined;
  const take = () => seen.push(...(watch?.next().map((frame) => frame.seq) ?? []));
  watch = await watchBuild(buildId, 0, () => new Uint8Array(), take);
  const took: number[] = [];
  take();
  for (let round = 0; round < 3; round++) {
    await server.kill();
    await vi.waitFor(() => appendAsWorker(buildId, 'w1', [{ kind: 'text', delta: `round ${round}` }]), SOON);
    const from = Date.now();
    await vi.waitFor(() => expect(seen).toHaveLength(2 + round), SOON);
    took.push(Date.now() - from);
  }
  expect(Math.min(...took)).toBeLessThan(4_000); // by notification, not by the slow poll
  expect(seen).toEqual([0, 1, 2, 3]);
  watch.close();
});

test('one connection listens, however often it was lost', async () => {
  let woken = 0;
  const stop = onAnnounced(buildId, () => woken++);
  for (let round = 0; round < 3; round++) {
    const before = woken;
    await server.kill();
    await vi.waitFor(() => expect(woken).toBeGreaterThan(before), SOON);
  }
  const listening = await db().$queryRaw<unknown[]>`SELECT 1 FROM pg_stat_activity WHERE query LIKE 'LISTEN build_events%'`;
  expect(listening).toHaveLength(1);
  stop();
});

test('what a build says while the database dies is in the log once, in order', async () => {
  const emitter = createEmitter(buildId, 'w1', { onLost: () => expect.unreachable('the build was given up') });
  for (let index = 0; index < 120; index++) {
    emitter.emit({ kind: 'notice', code: 'n', message: String(index) });
    if (index % 40 === 20) await server.kill();
    await delay(15);
  }
  await emitter.flush();
  const said = (await readEvents(buildId, 1)).map((event) => (event.kind === 'notice' ? Number(event.message) : Number.NaN));
  expect(said).toEqual(Array.from({ length: 120 }, (_, index) => index));
});

test('a batch that was written although its answer was lost is not written again', async () => {
  const after = await lastSeq(buildId);
  const batch = [
    { kind: 'text' as const, delta: 'a' },
    { kind: 'text' as const, delta: 'b' },
  ];
  for (let attempt = 0; attempt < 3; attempt++) expect(await appendAsWorker(buildId, 'w1', batch, { after })).toBe(true);
  expect((await readEvents(buildId, after + 1)).map((event) => event.kind === 'text' && event.delta)).toEqual(['a', 'b']);
});

test('jobs are taken from the queue after the restart as before', async () => {
  const boss = await queue();
  const taken: string[] = [];
  const options = { pollingIntervalSeconds: 1, notifyPollingIntervalSeconds: 1 };
  await boss.work<{ buildId: string }>(BUILD_QUEUE, options, async (jobs) => void taken.push(...jobs.map((job) => job.data.buildId)));
  for (const id of ['bld_before', 'bld_after_1', 'bld_after_2']) {
    await vi.waitFor(() => enqueueBuild(id), SOON);
    await vi.waitFor(() => expect(taken).toContain(id), SOON);
    await server.kill();
  }
  await boss.offWork(BUILD_QUEUE);
});

test('the builds of a process that is known to be dead can be taken at once, no others', async () => {
  expect(await claimBuild(buildId, 'w2')).toBeNull();
  await db().build.update({ where: { id: buildId }, data: { workerId: 'prc_dead.prc_run' } });
  await letGoOf(['prc_other']);
  expect(await claimBuild(buildId, 'w2')).toBeNull();
  await letGoOf(['prc_dead']);
  expect(await claimBuild(buildId, 'w2')).toMatchObject({ attempt: 2 });
});
