import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createToken } from '#lib/auth/api-tokens.ts';
import { getActor } from '#lib/auth/get-actor.ts';
import { livingProcesses, startBeat } from '#lib/beat.ts';
import { beat as beatBuild, claimBuild, findStale } from '#lib/builds/lifecycle.ts';
import { reconcileBuilds } from '#lib/builds/reconcile.ts';
import { startBuild } from '#lib/builds/start.ts';
import { QUEUED_TOO_LONG_MS, STALE_MS } from '#lib/builds/tunables.ts';
import { db } from '#lib/db/client.ts';
import { databaseNow } from '#lib/db/now.ts';
import { closeQueue } from '#lib/jobs/queue.ts';
import { grantOf, mintRunToken } from '#lib/models/run-token.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { makeOwnedApp } from '../setup/records.ts';
import { until } from './gateway-world.ts';

const HOUR_MS = 3_600_000;

/** This process's clock from now on: that of the machine, so much later. */
function clockJumps(ms: number): void {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + ms });
}

let owner: Actor;
let buildId: string;
beforeEach(async () => {
  const made = await makeOwnedApp();
  owner = made.owner;
  ({ buildId } = await startBuild(owner, made.appId, { prompt: 'Revenue', clientKey: 'key-00001' }));
});
afterEach(() => void vi.useRealTimers());
afterAll(() => closeQueue());

const heartbeatAt = async () => (await db().build.findUniqueOrThrow({ where: { id: buildId } })).heartbeatAt?.getTime() ?? Number.NaN;

test.each([HOUR_MS, -HOUR_MS])('a worker whose clock jumps by %i ms keeps its build, and takes none that another one has', async (jump) => {
  await claimBuild(buildId, 'w1');
  clockJumps(jump);
  expect(await findStale(await databaseNow())).toEqual({ retry: [], give_up: [] });
  expect(await claimBuild(buildId, 'w2')).toBeNull();
  expect(await beatBuild(buildId, 'w1')).toBe('ok');
  vi.useRealTimers();
  expect(Math.abs((await heartbeatAt()) - Date.now())).toBeLessThan(10_000);
});

test.each([HOUR_MS, -HOUR_MS])('a build is as old as the database says when the clock of who started it is %i ms off', async (jump) => {
  const jobs = () => db().$queryRaw<unknown[]>`SELECT 1 FROM pgboss.job WHERE data->>'buildId' = ${buildId}`;
  await db().$executeRaw`DELETE FROM pgboss.job WHERE data->>'buildId' = ${buildId}`;
  clockJumps(jump);
  await reconcileBuilds();
  expect(await jobs()).toHaveLength(0);
  await db()
    .$executeRaw`UPDATE "Build" SET "createdAt" = now() - ${QUEUED_TOO_LONG_MS / 1000 + 1} * interval '1 second' WHERE "id" = ${buildId}`;
  await reconcileBuilds();
  expect(await jobs()).toHaveLength(1);
});

test('a heartbeat from before the database was set back does not keep a dead worker’s build for an hour', async () => {
  await claimBuild(buildId, 'w1');
  await db().$executeRaw`UPDATE "Build" SET "heartbeatAt" = now() + interval '1 hour' WHERE "id" = ${buildId}`;
  expect((await findStale(await databaseNow())).retry).toEqual([buildId]);
  expect(await claimBuild(buildId, 'w2')).toMatchObject({ attempt: 2 });
  await db().$executeRaw`UPDATE "Build" SET "heartbeatAt" = now() - ${STALE_MS / 1000 + 1} * interval '1 second' WHERE "id" = ${buildId}`;
  expect((await findStale(await databaseNow())).retry).toEqual([buildId]);
});

test.each([HOUR_MS, -HOUR_MS])('a run token lives as long as it should when the clock jumps by %i ms', async (jump) => {
  await claimBuild(buildId, 'w1');
  clockJumps(jump);
  const [short, long] = [
    await mintRunToken({ buildId, models: [], ttlMs: 300 }),
    await mintRunToken({ buildId, models: [], ttlMs: 60_000 }),
  ];
  vi.useRealTimers();
  expect(await grantOf(long)).toMatchObject({ buildId });
  clockJumps(-jump);
  expect(await grantOf(long)).toMatchObject({ buildId });
  await until(async () => (await grantOf(short)) === null, 'the short one has expired');
});

test('whoever was shut out stays in for a second at most, although the clock is set back meanwhile', async () => {
  const { token } = await createToken(owner.userId, { name: 'test' });
  const ask = () => getActor(new Request('http://localhost/', { headers: { authorization: `Bearer ${token}` } }));
  expect(await ask()).toMatchObject({ userId: owner.userId });
  await db().user.update({ where: { id: owner.userId }, data: { disabledAt: new Date() } });
  clockJumps(-HOUR_MS);
  await until(async () => (await ask()) === null, 'the person is shut out', 3_000);
});

test.each([HOUR_MS, -HOUR_MS])('a process is alive for others while it beats, although its clock is %i ms off', async (jump) => {
  clockJumps(jump);
  const beat = startBeat('gateway', () => ({}));
  vi.useRealTimers();
  await until(async () => (await livingProcesses()).some(({ kind }) => kind === 'gateway'), 'it is seen', 1_500);
  await beat.stop();
});
