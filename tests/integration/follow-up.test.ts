import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { findApp } from '#lib/apps/apps.ts';
import { describeApp } from '#lib/apps/describe.ts';
import { cancelBuild } from '#lib/builds/cancel.ts';
import { endWell } from '#lib/builds/end-well.ts';
import { readEvents } from '#lib/builds/event-log.ts';
import { queueFollowUp, sendFollowUp, takeBackFollowUp } from '#lib/builds/follow-up.ts';
import { claimBuild, settle } from '#lib/builds/lifecycle.ts';
import { startBuild } from '#lib/builds/start.ts';
import { db } from '#lib/db/client.ts';
import { closeQueue } from '#lib/jobs/queue.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { requireSomeBudget } from '#lib/spend/ledger.ts';
import { makeActor, makeApp, makeOwnedApp } from '../setup/records.ts';
import { budget, forgetMoney } from './money-world.ts';

let owner: Actor;
let projectId: string;
let appId: string;

beforeEach(async () => {
  ({ owner, projectId, appId } = await makeOwnedApp());
});
afterAll(() => closeQueue());

const start = (clientKey = 'first-key-1', actor = owner) => startBuild(actor, appId, { prompt: 'Revenue by month', clientKey });
const next = (prompt = 'Now by region', clientKey = 'next-key-1', actor = owner) => queueFollowUp(actor, appId, { prompt, clientKey });
const waiting = async () => (await describeApp(owner, await findApp(owner, appId))).followUp;
const builds = () => db().build.findMany({ where: { appId }, orderBy: { createdAt: 'asc' } });
const jobsOf = (buildId: string) => db().$queryRaw<unknown[]>`SELECT 1 FROM pgboss.job WHERE data->>'buildId' = ${buildId}`;

/** A build that a worker has. */
async function running(): Promise<string> {
  const { buildId } = await start();
  await claimBuild(buildId, 'w1');
  return buildId;
}
const succeed = (buildId: string, workerId = 'w1') => db().$transaction((tx) => endWell(tx, { id: buildId, appId }, workerId, 1));
const fail = (buildId: string) =>
  db().$transaction((tx) => settle(tx, buildId, 'w1', { status: 'failed', code: 'unprocessable', message: 'It broke.' }));

describe('a prompt that waits', () => {
  test('is shown with the app, and becomes the next build when the one before succeeds', async () => {
    const first = await running();
    expect(await next()).toEqual({ waits: true, buildId: null });
    expect(await waiting()).toMatchObject({ prompt: 'Now by region', requestedBy: { id: owner.userId }, problem: null });
    expect(await succeed(first)).toBe(true);
    expect(await waiting()).toBeNull();
    const [, second] = await builds();
    expect(second).toMatchObject({ prompt: 'Now by region', status: 'queued', requestedById: owner.userId, clientKey: 'next-key-1' });
    expect(await readEvents(second?.id ?? '', 0)).toMatchObject([{ kind: 'prompt', text: 'Now by region' }]);
    expect(await jobsOf(second?.id ?? '')).toHaveLength(1);
  });

  test('is replaced by a later one', async () => {
    await running();
    await next('First thought');
    await next('Second thought', 'next-key-2');
    expect(await waiting()).toMatchObject({ prompt: 'Second thought' });
  });

  test('is given back with its text, to one of two who ask at once', async () => {
    await running();
    await next();
    const taken = await Promise.all([takeBackFollowUp(owner, appId), takeBackFollowUp(owner, appId)]);
    expect(taken.map(({ prompt }) => prompt).sort()).toEqual(['Now by region', null]);
    expect(await waiting()).toBeNull();
  });

  test('starts at once when there is nothing to wait for', async () => {
    await succeed(await running());
    expect(await next()).toMatchObject({ waits: false, buildId: expect.stringMatching(/^bld_/) });
    expect(await waiting()).toBeNull();
  });

  test('stays when the build fails or is cancelled, and can be sent then', async () => {
    await fail(await running());
    await next(); // written while the build was failing
    expect(await waiting()).toMatchObject({ prompt: 'Now by region' });
    const { buildId } = await sendFollowUp(owner, appId);
    expect(await waiting()).toBeNull();
    await next('And by week', 'next-key-2');
    await cancelBuild(owner, buildId);
    expect(await waiting()).toMatchObject({ prompt: 'And by week' });
    expect(await builds()).toHaveLength(2);
  });

  test('cannot be sent while a build is under way', async () => {
    const first = await running();
    await next();
    await expect(sendFollowUp(owner, appId)).rejects.toMatchObject({ code: 'conflict', details: { buildId: first } });
    expect(await waiting()).not.toBeNull();
  });

  test('is the business of those who may change the app', async () => {
    const [stranger, viewer, admin] = await Promise.all([makeActor(), makeActor('viewer'), makeActor('admin')]);
    await running();
    await next();
    for (const call of [(actor: Actor) => next('x', 'their-key-1', actor), (actor: Actor) => takeBackFollowUp(actor, appId)]) {
      await expect(call(stranger)).rejects.toMatchObject({ code: 'not_found' });
      await expect(call(viewer)).rejects.toMatchObject({ code: expect.stringMatching(/forbidden|not_found/) });
    }
    await expect(takeBackFollowUp(admin, appId)).resolves.toMatchObject({ prompt: 'Now by region' });
  });
});

describe('sending twice', () => {
  test('a double click starts one build', async () => {
    const started = await Promise.all(Array.from({ length: 8 }, () => start()));
    expect(new Set(started.map(({ buildId }) => buildId)).size).toBe(1);
    expect(await builds()).toHaveLength(1);
    expect(await jobsOf(started[0]?.buildId ?? '')).toHaveLength(1);
  });

  test('two tabs that post different prompts at once start one build, and the other is told which', async () => {
    const results = await Promise.allSettled([start('tab-one-key'), start('tab-two-key')]);
    const [won] = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    const [lost] = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
    expect(lost).toMatchObject({ code: 'conflict', details: { buildId: won?.buildId } });
  });

  test('two tabs that send the waiting prompt at once start one build', async () => {
    await fail(await running());
    await next();
    const results = await Promise.allSettled(Array.from({ length: 6 }, () => sendFollowUp(owner, appId)));
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    expect(await builds()).toHaveLength(2);
  });

  test('a prompt that has become a build does not wait again when it is posted again', async () => {
    const first = await running();
    await next();
    await succeed(first);
    const [, second] = await builds();
    expect(await next()).toEqual({ waits: false, buildId: second?.id });
    expect(await next('Now by region', 'next-key-1')).toEqual({ waits: false, buildId: second?.id });
    expect(await waiting()).toBeNull();
  });

  test('a prompt that is queued while the build ends is one build, whichever comes first', async () => {
    for (let round = 0; round < 12; round++) {
      appId = await makeApp(owner, projectId);
      const first = await running();
      const clicks = [next(), next(), next()];
      await Promise.all([...clicks, succeed(first)]);
      expect((await builds()).filter(({ prompt }) => prompt === 'Now by region')).toHaveLength(1);
      expect(await waiting()).toBeNull();
    }
  });

  test('what waits under a key that is posted as a build is that build, and waits no more', async () => {
    await fail(await running());
    await next();
    await startBuild(owner, appId, { prompt: 'Now by region', clientKey: 'next-key-1' });
    expect(await waiting()).toBeNull();
    expect(await builds()).toHaveLength(2);
  });
});

describe('when its turn comes and the person may not build any more', () => {
  const cases: [string, string, (author: Actor) => Promise<unknown>][] = [
    ['were disabled', 'forbidden', (author) => db().user.update({ where: { id: author.userId }, data: { disabledAt: new Date() } })],
    ['lost the right', 'forbidden', (author) => db().user.update({ where: { id: author.userId }, data: { role: 'viewer' } })],
    ['lost the project', 'conflict', () => db().project.update({ where: { id: projectId }, data: { deletedAt: new Date() } })],
  ];
  test.each(cases)(
    'because they %s, the prompt keeps waiting with the reason and the build before ends well',
    async (_what, code, change) => {
      const author = await makeActor('admin');
      const first = await running();
      await next('By an admin', 'admin-key-1', author);
      await change(author);
      expect(await succeed(first)).toBe(true);
      const rows = await builds();
      expect(rows).toHaveLength(1);
      expect(rows[0]).toMatchObject({ status: 'succeeded' });
      await db().project.update({ where: { id: projectId }, data: { deletedAt: null } });
      const left = await waiting();
      expect(left).toMatchObject({ prompt: 'By an admin', problem: { code } });
      expect(left?.problem?.message.length).toBeGreaterThan(20);
    },
  );

  test('a spent daily limit counts, and a model that costs nothing is not stopped by it', async () => {
    await budget(0);
    const about = { model: 'claude-sonnet-4-5', appId, userId: owner.userId };
    await expect(requireSomeBudget(about)).rejects.toMatchObject({ code: 'budget_exceeded' });
    const first = await running();
    await next();
    await succeed(first);
    expect(await builds()).toHaveLength(2);
    await forgetMoney();
  });
});

describe('when the worker is killed', () => {
  /** A process that ends the build and is killed at this moment. */
  async function killAt(moment: 'before' | 'after', buildId: string): Promise<void> {
    const script = resolve(import.meta.dirname, 'follow-up-ender.ts');
    const child = spawn(process.execPath, [script, moment, buildId, appId, 'w1'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [said] = (await once(child.stdout, 'data')) as [Buffer];
    expect(said.toString()).toBe('ready\n');
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  test('just before the end is written down, nothing has happened, and the next worker does it once', async () => {
    const first = await running();
    await next();
    await killAt('before', first);
    expect((await builds()).map(({ status }) => status)).toEqual(['running']);
    expect(await waiting()).toMatchObject({ prompt: 'Now by region' });
    await db().build.update({ where: { id: first }, data: { heartbeatAt: new Date(0) } });
    expect(await claimBuild(first, 'w2')).not.toBeNull();
    expect(await succeed(first, 'w2')).toBe(true);
    expect((await builds()).map(({ status }) => status)).toEqual(['succeeded', 'queued']);
    expect(await waiting()).toBeNull();
  });

  test('just after, the next build is there with its job, and is not made again', async () => {
    const first = await running();
    await next();
    await killAt('after', first);
    const [, second] = await builds();
    expect((await builds()).map(({ status }) => status)).toEqual(['succeeded', 'queued']);
    expect(await jobsOf(second?.id ?? '')).toHaveLength(1);
    expect(await succeed(first)).toBe(false);
    expect(await builds()).toHaveLength(2);
    expect(await claimBuild(second?.id ?? '', 'w2')).not.toBeNull();
  });
});
