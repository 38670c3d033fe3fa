import { afterAll, beforeEach, expect, test } from 'vitest';
import { deleteApp } from '#lib/apps/change.ts';
import { readState } from '#lib/builds/build-state.ts';
import { cancelBuild } from '#lib/builds/cancel.ts';
import { createEmitter } from '#lib/builds/emitter.ts';
import { appendAsWorker, readEvents } from '#lib/builds/event-log.ts';
import { beat, claimBuild, settle } from '#lib/builds/lifecycle.ts';
import { reconcileBuilds } from '#lib/builds/reconcile.ts';
import { startBuild } from '#lib/builds/start.ts';
import { MAX_ATTEMPTS, QUEUED_TOO_LONG_MS, STALE_MS } from '#lib/builds/tunables.ts';
import { db } from '#lib/db/client.ts';
import { closeQueue } from '#lib/jobs/queue.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { makeOwnedApp } from '../setup/records.ts';

let owner: Actor;
let appId: string;

beforeEach(async () => {
  ({ owner, appId } = await makeOwnedApp());
});
afterAll(() => closeQueue());

const start = (clientKey = 'key-00001') => startBuild(owner, appId, { prompt: 'Revenue by month', clientKey });
const jobsOf = (buildId: string) => db().$queryRaw<unknown[]>`SELECT 1 FROM pgboss.job WHERE data->>'buildId' = ${buildId}`;
const makeStale = (id: string) => db().build.update({ where: { id }, data: { heartbeatAt: new Date(Date.now() - STALE_MS - 1_000) } });

test('a start writes the row, the first event and the job together', async () => {
  const { buildId } = await start();
  expect(await readEvents(buildId, 0)).toMatchObject([{ seq: 0, kind: 'prompt', text: 'Revenue by month' }]);
  expect(await jobsOf(buildId)).toHaveLength(1);
});

test('posting the same client key again returns the same build', async () => {
  const [first, second] = [await start(), await start()];
  expect(second).toEqual(first);
  expect(await jobsOf(first.buildId)).toHaveLength(1);
});

test('a second build of an app is refused while one is under way', async () => {
  const { buildId } = await start();
  await expect(start('key-00002')).rejects.toMatchObject({ code: 'conflict', details: { buildId } });
});

test('ten starts at once make one build', async () => {
  const results = await Promise.allSettled(Array.from({ length: 10 }, (_, index) => start(`key-parallel-${index}`)));
  expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
});

test('only one of many workers gets a build', async () => {
  const { buildId } = await start();
  const claims = await Promise.all(['w1', 'w2', 'w3', 'w4'].map((worker) => claimBuild(buildId, worker)));
  expect(claims.filter((claim) => claim !== null)).toHaveLength(1);
});

test('a worker that lost its build writes no event and settles nothing', async () => {
  const { buildId } = await start();
  await claimBuild(buildId, 'w1');
  await makeStale(buildId);
  expect(await claimBuild(buildId, 'w2')).toMatchObject({ attempt: 2 });
  expect(await beat(buildId, 'w1')).toBe('lost');
  expect(await appendAsWorker(buildId, 'w1', [{ kind: 'text', delta: 'ghost' }])).toBe(false);
  expect(await db().$transaction((tx) => settle(tx, buildId, 'w1', { status: 'succeeded', versionNumber: 1 }))).toBe(false);
  expect(await appendAsWorker(buildId, 'w2', [{ kind: 'text', delta: 'real' }])).toBe(true);
  expect((await readEvents(buildId, 1)).map((event) => event.kind)).toEqual(['text']);
});

test('a log has no gap and no repeat when two writers append at once', async () => {
  const { buildId } = await start();
  await claimBuild(buildId, 'w1');
  const batches = Array.from({ length: 20 }, (_, index) => [
    { kind: 'text' as const, delta: `${index}a` },
    { kind: 'text' as const, delta: `${index}b` },
  ]);
  const written = await Promise.allSettled(batches.map((batch) => appendAsWorker(buildId, 'w1', batch)));
  const events = await readEvents(buildId, 0);
  expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index));
  expect(events).toHaveLength(1 + 2 * written.filter((result) => result.status === 'fulfilled').length);
});

test('what an agent said and how far it was heard are written together, in order', async () => {
  const { buildId } = await start();
  await claimBuild(buildId, 'w1');
  const emitter = createEmitter(buildId, 'w1', { onLost: () => undefined });
  const agent = { processId: 'p1', sessionId: 's1', nextSeq: 0, token: 'x', prompted: true };
  for (let seq = 1; seq <= 50; seq++) {
    emitter.emit({ kind: 'notice', code: 'n', message: String(seq) });
    emitter.mark({ agentStarted: true, agent: { ...agent, nextSeq: seq }, answeredIn: null });
    if (seq % 10 === 0) await emitter.flush();
  }
  const row = await db().build.findUniqueOrThrow({ where: { id: buildId } });
  expect(readState(row.state).agent?.nextSeq).toBe(50);
  const said = (await readEvents(buildId, 1)).map((event) => (event.kind === 'notice' ? Number(event.message) : Number.NaN));
  expect(said).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
});

test('what no column takes is replaced, and costs nothing else that was said', async () => {
  const { buildId } = await start();
  await claimBuild(buildId, 'w1');
  const emitter = createEmitter(buildId, 'w1', { onLost: () => undefined });
  emitter.emit(
    { kind: 'text', delta: 'a\0b' },
    { kind: 'notice', code: 'n', message: '\ud83d' },
    { kind: 'notice', code: 'n', message: 'after' },
  );
  await emitter.flush();
  const said = await readEvents(buildId, 1);
  expect(said.map((event) => ('message' in event ? event.message : 'delta' in event ? event.delta : ''))).toEqual([
    'a\ufffdb',
    '\ufffd',
    'after',
  ]);
  const outcome = { status: 'failed', code: 'unprocessable', message: 'cut \ud83d and \0' } as const;
  expect(await db().$transaction((tx) => settle(tx, buildId, 'w1', outcome))).toBe(true);
});

test('a build cannot be cancelled from under the worker that just took it', async () => {
  const { buildId } = await start();
  await Promise.all([cancelBuild(owner, buildId), claimBuild(buildId, 'w1')]);
  const row = await db().build.findUniqueOrThrow({ where: { id: buildId } });
  const cancelled = row.status === 'cancelled' || (row.status === 'running' && row.cancelRequestedAt !== null);
  expect(cancelled).toBe(true);
});

test('a worker that lost its build is told by the log, and leaves no state', async () => {
  const { buildId } = await start();
  await claimBuild(buildId, 'w1');
  await makeStale(buildId);
  await claimBuild(buildId, 'w2');
  let lost = false;
  const emitter = createEmitter(buildId, 'w1', {
    onLost: () => {
      lost = true;
    },
  });
  emitter.emit({ kind: 'text', delta: 'late' });
  emitter.mark({ agentStarted: true, agent: null, answeredIn: null });
  await emitter.flush();
  expect(lost).toBe(true);
  expect(await db().build.findUniqueOrThrow({ where: { id: buildId } })).toMatchObject({ workerId: 'w2', state: null });
});

test('cancelling a queued build ends it at once, and twice is as good as once', async () => {
  const { buildId } = await start();
  await cancelBuild(owner, buildId);
  await cancelBuild(owner, buildId);
  expect(await db().build.findUnique({ where: { id: buildId } })).toMatchObject({ status: 'cancelled' });
  expect((await readEvents(buildId, 1)).map((event) => event.kind)).toEqual(['done']);
  await expect(start('key-00003')).resolves.toBeTruthy();
});

test('cancelling a running build reaches its worker by the heartbeat', async () => {
  const { buildId } = await start();
  await claimBuild(buildId, 'w1');
  await cancelBuild(owner, buildId);
  expect(await beat(buildId, 'w1')).toBe('cancel');
});

test('deleting an app stops its build, which nobody could reach any more', async () => {
  const { buildId } = await start();
  await claimBuild(buildId, 'w1');
  await deleteApp(owner, appId);
  expect(await beat(buildId, 'w1')).toBe('cancel');
});

test('a log of any length is read whole, and from any place', async () => {
  const { buildId } = await start();
  await db().$executeRaw`
    INSERT INTO "BuildEvent" ("buildId", "seq", "body")
    SELECT ${buildId}, seq, jsonb_build_object('kind', 'text', 'delta', seq::text) FROM generate_series(1, 20000) seq`;
  const events = await readEvents(buildId, 0);
  expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 20_001 }, (_, seq) => seq));
  expect(await readEvents(buildId, 19_999)).toMatchObject([{ delta: '19999' }, { delta: '20000' }]);
});

test('a build that waits for long has one job, however often it is looked after', async () => {
  const { buildId } = await start();
  await db().build.update({ where: { id: buildId }, data: { createdAt: new Date(Date.now() - 2 * QUEUED_TOO_LONG_MS) } });
  for (let round = 0; round < 3; round++) await reconcileBuilds();
  expect(await jobsOf(buildId)).toHaveLength(1);
});

test('a build whose worker died gets a new job; one death too many ends it with a message', async () => {
  const { buildId } = await start();
  await claimBuild(buildId, 'w1');
  await db().$executeRaw`UPDATE pgboss.job SET state = 'active' WHERE data->>'buildId' = ${buildId}`;
  await makeStale(buildId);
  await reconcileBuilds();
  expect(await jobsOf(buildId)).toHaveLength(2);
  for (const worker of Array.from({ length: MAX_ATTEMPTS - 1 }, (_, index) => `next-${index}`)) {
    expect(await claimBuild(buildId, worker)).not.toBeNull();
    await makeStale(buildId);
  }
  await reconcileBuilds();
  expect(await db().build.findUnique({ where: { id: buildId } })).toMatchObject({ status: 'failed', error: { code: 'unavailable' } });
  expect((await readEvents(buildId, 1)).map((event) => event.kind)).toEqual(['error', 'done']);
});

test('a sandbox that a dead worker did not give back after the end of its build is given back, one in use is not', async () => {
  const { buildId } = await start();
  const row = { provider: 'local', purpose: 'data-app', state: 'running', templateHash: 'x' };
  await db().sandbox.createMany({
    data: [
      { ...row, id: 'sbx_left', key: 'left', holder: 'bld_ended' },
      { ...row, id: 'sbx_used', key: 'used', holder: buildId },
    ],
  });
  const ended = { status: 'succeeded', finishedAt: new Date(Date.now() - STALE_MS - 1_000) };
  await db().build.create({
    data: { id: 'bld_ended', appId, requestedById: owner.userId, clientKey: 'k', prompt: 'p', model: 'm', ...ended },
  });
  await reconcileBuilds();
  const holders = await db().sandbox.findMany({ orderBy: { id: 'asc' }, select: { id: true, holder: true } });
  expect(holders).toEqual([
    { id: 'sbx_left', holder: null },
    { id: 'sbx_used', holder: buildId },
  ]);
});
