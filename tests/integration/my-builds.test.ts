import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { markSeen } from '#lib/apps/unread.ts';
import { queueFollowUp } from '#lib/builds/follow-up.ts';
import { claimBuild, settle } from '#lib/builds/lifecycle.ts';
import { startBuild } from '#lib/builds/start.ts';
import { watchMyBuilds } from '#lib/builds/watch-mine.ts';
import { createSseParser, type SseFrame } from '#lib/client/sse-parser.ts';
import { db } from '#lib/db/client.ts';
import { newId } from '#lib/ids.ts';
import { closeQueue } from '#lib/jobs/queue.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { makeActor, makeApp, makeProject } from '../setup/records.ts';

const DEADLINE_MS = 10_000;

let owner: Actor;
let other: Actor;
let projectId: string;
let appId: string;
const open = new Set<AbortController>();

beforeAll(async () => {
  [owner, other] = await Promise.all([makeActor(), makeActor()]);
  projectId = await makeProject();
});
beforeEach(async () => {
  owner = await makeActor();
  appId = await makeApp(owner, projectId);
});
afterAll(async () => {
  for (const stop of open) stop.abort();
  await closeQueue();
});

/** A browser that listens: its frames, and how to wait for them. */
async function listen(actor: Actor, from: string | null = null) {
  const stop = new AbortController();
  open.add(stop);
  const frames: SseFrame[] = [];
  const parser = createSseParser();
  const response = await watchMyBuilds(actor, from, stop.signal);
  const reading = (async () => {
    for await (const chunk of response.body ?? []) frames.push(...parser.push(chunk));
  })();
  return {
    frames,
    ended: () => frames.filter((frame) => frame.event === 'ended').map((frame) => JSON.parse(frame.data) as { buildId: string }),
    ids: () => frames.filter((frame) => frame.event === 'ended').map((frame) => (JSON.parse(frame.data) as { buildId: string }).buildId),
    cursor: () => frames.findLast((frame) => frame.id !== null)?.id ?? null,
    async close() {
      stop.abort();
      await reading;
    },
  };
}

const until = (condition: () => boolean) => expect.poll(condition, { timeout: DEADLINE_MS, interval: 10 }).toBe(true);

async function ended(finishedAt = new Date(), by = owner): Promise<string> {
  const id = newId('bld');
  const data = { id, appId, requestedById: by.userId, clientKey: id, prompt: 'x', model: 'm', status: 'succeeded' };
  await db().build.create({ data });
  await db().build.update({ where: { id }, data: { finishedAt } });
  return id;
}

test('a build that ends is told within a moment, with what a notification needs', async () => {
  const stream = await listen(owner);
  const { buildId } = await startBuild(owner, appId, { prompt: 'Revenue', clientKey: 'my-key-01' });
  await claimBuild(buildId, 'w1');
  await until(() => stream.frames.length > 0);
  const outcome = { status: 'failed', code: 'unprocessable', message: 'It broke.' } as const;
  await db().$transaction((tx) => settle(tx, buildId, 'w1', outcome));
  await until(() => stream.ended().length > 0);
  expect(stream.ended()).toMatchObject([
    { buildId, appId, appName: 'Revenue', status: 'failed', message: 'It broke.', versionNumber: null },
  ]);
  await stream.close();
});

test('nothing of before is told, and nothing of others', async () => {
  await ended();
  const stream = await listen(owner);
  await ended(new Date(), other);
  const mine = await ended();
  await until(() => stream.ended().length > 0);
  expect(stream.ids()).toEqual([mine]);
  await stream.close();
});

test('a connection that breaks is resumed with no gap and no repeat, also for ends of the same moment', async () => {
  const same = new Date();
  const first = await listen(owner);
  await until(() => first.cursor() !== null);
  const before = [await ended(same), await ended(same)];
  await until(() => first.ended().length === 2);
  await first.close();
  const away = [await ended(same), await ended(new Date(same.getTime() + 5))];
  const second = await listen(owner, first.cursor());
  await until(() => second.ended().length >= 2);
  const live = await ended();
  await until(() => second.ended().length >= 3);
  expect(first.ids().sort()).toEqual(before.sort());
  expect(second.ids().sort()).toEqual([...away, live].sort());
  await second.close();
});

test('an end that appears late, dated before what was told, is not missed', async () => {
  const stream = await listen(owner);
  await until(() => stream.cursor() !== null);
  const now = Date.now();
  const first = await ended(new Date(now));
  await until(() => stream.ended().length === 1);
  const late = await ended(new Date(now - 4_000));
  await until(() => stream.ended().length === 2);
  expect(stream.ids()).toEqual([first, late]);
  await stream.close();
  const again = await listen(owner, stream.cursor());
  const last = await ended();
  await until(() => again.ended().length > 0);
  expect(again.ids()).toEqual([last]);
  await again.close();
});

test('other windows hear of a waiting prompt and of what was read', async () => {
  const stream = await listen(owner);
  await until(() => stream.cursor() !== null);
  const { buildId } = await startBuild(owner, appId, { prompt: 'Revenue', clientKey: 'my-key-02' });
  await claimBuild(buildId, 'w1');
  await queueFollowUp(owner, appId, { prompt: 'Next', clientKey: 'my-key-03' });
  const changes = () => stream.frames.filter((frame) => frame.event === 'changed').map((frame) => JSON.parse(frame.data) as unknown);
  await until(() => changes().length === 1);
  expect(changes()).toEqual([{ appId }]);
  await markSeen(owner, appId);
  await until(() => changes().length === 2);
  expect(changes()[1]).toEqual({ appId: null });
  await stream.close();
});

test('a cursor that is none is refused before the stream begins', async () => {
  await expect(watchMyBuilds(owner, 'no such place', new AbortController().signal)).rejects.toMatchObject({ code: 'invalid_request' });
});
