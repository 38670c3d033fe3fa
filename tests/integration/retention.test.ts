import { beforeAll, beforeEach, expect, test } from 'vitest';
import { previewAddress } from '#lib/apps/preview-address.ts';
import { publishVersion, restoreVersion } from '#lib/apps/versions.ts';
import { readEvents } from '#lib/builds/event-log.ts';
import { db } from '#lib/db/client.ts';
import { resetEnv } from '#lib/env.ts';
import { newId } from '#lib/ids.ts';
import { readQueue } from '#lib/live/queue.ts';
import { destroySandbox, listSandboxes, suspendSandbox } from '#lib/live/sandboxes.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { purgeSnapshots, sweep } from '#lib/retention/sweep.ts';
import { store } from '#lib/storage/store.ts';
import { makeActor, makeApp, makeProject, makeVersion } from '#tests/setup/records.ts';

const OLD = new Date(Date.now() - 100 * 86_400_000);
let admin: Actor;
let projectId: string;

beforeAll(async () => {
  process.env.GLASSWORKS_EVENT_RETENTION_DAYS = '30';
  process.env.GLASSWORKS_BUNDLE_RETENTION_DAYS = '30';
  resetEnv();
  admin = await makeActor('admin');
  projectId = await makeProject();
});
beforeEach(async () => {
  await db().sandbox.deleteMany({});
});

const dry = () => sweep(admin, store(), { dryRun: true });
const real = () => sweep(admin, store(), { dryRun: false });
const exists = async (key: string) => (await store().head(key)) !== null;

async function oldVersions(numbers: number): Promise<{ appId: string; bundle: (number: number) => string }> {
  const appId = await makeApp(admin, projectId);
  for (let number = 1; number <= numbers; number++) {
    await makeVersion(appId, number, admin);
    await store().put(`apps/${appId}/builds/b${number}/bundle/index.html`, `version ${number}`);
    await store().put(`apps/${appId}/builds/b${number}/source.tar.gz`, 'source');
  }
  await db().version.updateMany({ where: { appId }, data: { createdAt: OLD } });
  return { appId, bundle: (number) => `apps/${appId}/builds/b${number}/bundle/index.html` };
}

test('a sweep deletes exactly what its dry run said, and a second one nothing', async () => {
  await oldVersions(3);
  await oldBuild(await makeApp(admin, projectId), 'succeeded');
  await makeSandbox({ state: 'suspended', snapshot: true, old: true });
  const said = await dry();
  expect(said.bundles).toMatchObject({ count: 2, bytes: 18 });
  expect(said.snapshots.count).toBe(1);
  expect(said.eventLogs.count).toBe(1);
  const did = await real();
  expect(did).toEqual({ ...said, dryRun: false });
  for (const part of ['bundles', 'snapshots', 'eventLogs', 'leftovers'] as const) expect((await dry())[part].count, part).toBe(0);
  const line = await db().auditEntry.findFirst({ where: { action: 'retention.swept' }, orderBy: { seq: 'desc' } });
  expect(line?.details).toMatchObject({ bundles: { count: 2 } });
});

test('the newest and the published version are never deleted, nor what a restored one shares; sources stay', async () => {
  const { appId, bundle } = await oldVersions(5);
  await publishVersion(admin, appId, 2);
  await restoreVersion(admin, appId, 3); // version 6 is the head, with the files of 3
  await real();
  expect(await Promise.all([1, 2, 3, 4, 5].map((number) => exists(bundle(number))))).toEqual([false, true, true, false, false]);
  expect(await exists(`apps/${appId}/builds/b1/source.tar.gz`)).toBe(true);
});

test('a version whose bundle is gone says so when somebody opens, publishes or restores it', async () => {
  const { appId } = await oldVersions(2);
  await real();
  for (const act of [() => previewAddress(admin, appId, 1), () => publishVersion(admin, appId, 1), () => restoreVersion(admin, appId, 1)])
    await expect(act()).rejects.toThrow(/too old to be opened: its bundle was deleted on .* Its source can still be read/);
});

async function oldBuild(appId: string, status: string): Promise<string> {
  const id = newId('bld');
  const row = { appId, requestedById: admin.userId, clientKey: id, prompt: 'Show sales', model: 'm', status };
  await db().build.create({ data: { id, ...row, createdAt: OLD, finishedAt: OLD } });
  const bodies = [
    { kind: 'prompt', text: 'Show sales' },
    ...Array.from({ length: 40 }, (_, index) => ({ kind: 'text', delta: `word ${index} ` })),
    { kind: 'text.done', text: 'All the words.' },
    { kind: 'done', status },
  ];
  await db().buildEvent.createMany({ data: bodies.map((body, seq) => ({ buildId: id, seq, at: OLD, body })) });
  return id;
}

test('the log of an old build can still be read: its conversation, with a note, numbered without gaps', async () => {
  const id = await oldBuild(await makeApp(admin, projectId), 'succeeded');
  await real();
  const events = await readEvents(id, 0);
  expect(events.map(({ seq, kind }) => `${seq} ${kind}`)).toEqual(['0 prompt', '1 notice', '2 text.done', '3 done']);
  expect(events[1]).toMatchObject({ code: 'log_cut', message: expect.stringContaining('no longer kept') });
});

test('files of an old build without a version go, but not the draft that the next build goes on from', async () => {
  const appId = await makeApp(admin, projectId);
  const [lost, draft] = [await oldBuild(appId, 'failed'), await oldBuild(appId, 'cancelled')];
  const sourceOf = (id: string) => `apps/${appId}/builds/${id}/source.tar.gz`;
  for (const id of [lost, draft]) await store().put(sourceOf(id), 'source');
  await db().app.update({ where: { id: appId }, data: { draftSourceKey: sourceOf(draft) } });
  await real();
  expect([await exists(sourceOf(lost)), await exists(sourceOf(draft))]).toEqual([false, true]);
});

async function makeSandbox({
  state = 'suspended',
  snapshot = false,
  old = false,
  holder = null as string | null,
}): Promise<{ id: string; appId: string; key: string }> {
  const id = newId('sbx');
  const appId = await makeApp(admin, projectId);
  const key = `sandboxes/${id}/snapshots/one.tar.gz`;
  if (snapshot) await store().put(key, 'snapshot');
  await db().sandbox.create({
    data: {
      id,
      provider: 'local',
      purpose: 'data-app',
      key: appId,
      state,
      holder,
      templateHash: 'x',
      ...(snapshot ? { snapshotKey: key, snapshotBytes: 8 } : {}),
      lastUsedAt: old ? OLD : new Date(),
    },
  });
  return { id, appId, key };
}

test('a snapshot with the only copy of a draft outlives every sweep, purge and careless hand', async () => {
  const [plain, draft] = [await makeSandbox({ snapshot: true, old: true }), await makeSandbox({ snapshot: true, old: true })];
  await db().app.update({ where: { id: draft.appId }, data: { draftSandbox: draft.id } });
  expect((await real()).snapshots).toMatchObject({ count: 1, bytes: 8, examples: ['Test app'] });
  expect(await purgeSnapshots(admin, store())).toEqual({ count: 0, bytes: 0 });
  expect([await exists(plain.key), await exists(draft.key)]).toEqual([false, true]);
  await expect(destroySandbox(admin, draft.id, { withDraft: false })).rejects.toThrow(/only copy of a draft/);
  await destroySandbox(admin, draft.id, { withDraft: true });
  expect(await exists(draft.key)).toBe(false);
  expect(await db().auditEntry.count({ where: { action: 'sandbox.destroyed', subjectId: draft.id } })).toBe(1);
});

test('a purge deletes young snapshots, too', async () => {
  const young = await makeSandbox({ snapshot: true });
  expect((await real()).snapshots.count).toBe(0);
  expect(await purgeSnapshots(admin, store())).toEqual({ count: 1, bytes: 8 });
  expect(await exists(young.key)).toBe(false);
});

test('the registry is listed with app, age and size, by words, state and page; what is gone is left out', async () => {
  const first = await makeSandbox({ snapshot: true, old: true });
  const second = await makeSandbox({ state: 'running', holder: 'bld_x' });
  await db().app.update({ where: { id: second.appId }, data: { name: 'Revenue 100%' } });
  await makeSandbox({ state: 'gone' });
  const list = (query: object) => listSandboxes({ limit: 50, sort: 'idle', ...query });
  expect((await list({})).items.map(({ id }) => id)).toEqual([second.id, first.id]);
  expect((await list({ sort: '-idle' })).items.map(({ id }) => id)).toEqual([first.id, second.id]);
  expect((await list({ q: 'revenue 100%' })).items).toMatchObject([
    { id: second.id, app: { name: 'Revenue 100%' }, buildId: 'bld_x', snapshotBytes: null },
  ]);
  expect((await list({ state: 'suspended' })).items).toMatchObject([{ id: first.id, snapshotBytes: 8 }]);
  const page = await list({ limit: 1 });
  expect((await list({ limit: 1, cursor: page.nextCursor ?? undefined })).items.map(({ id }) => id)).toEqual([first.id]);
});

test('what a sandbox cost is known where the ledger has lines since it was made', async () => {
  const { id, appId } = await makeSandbox({});
  await makeSandbox({});
  const entry = { resource: 'sandbox', state: 'settled', provider: 'e2b', appId };
  const at = new Date(Date.now() + 1_000);
  await db().ledgerEntry.create({ data: { ...entry, id: newId('led'), usd: 0.25, at, day: at } });
  await db().ledgerEntry.create({ data: { ...entry, id: newId('led'), usd: 0.5, at, day: at } });
  await db().ledgerEntry.create({ data: { ...entry, id: newId('led'), usd: 9, at: OLD, day: OLD } });
  const { items } = await listSandboxes({ limit: 50, sort: 'idle' });
  expect(Object.fromEntries(items.map((line) => [line.id === id, line.costUsd]))).toEqual({ true: 0.75, false: null });
});

test('a sandbox in which a build works cannot be suspended, nor one that is not running', async () => {
  const busy = await makeSandbox({ state: 'running', holder: 'bld_x' });
  await expect(suspendSandbox(admin, busy.id)).rejects.toThrow(/Cancel the build/);
  await expect(suspendSandbox(admin, (await makeSandbox({})).id)).rejects.toThrow(/is suspended/);
  await expect(suspendSandbox(admin, 'sbx_none')).rejects.toMatchObject({ code: 'not_found' });
});

test('the queue says how many builds wait and since when', async () => {
  const appId = await makeApp(admin, projectId);
  const id = newId('bld');
  const createdAt = new Date(Date.now() - 60_000);
  await db().build.create({
    data: { id, appId, requestedById: admin.userId, clientKey: id, prompt: 'x', model: 'm', status: 'queued', createdAt },
  });
  const queue = await readQueue();
  expect(queue).toMatchObject({ depth: 1, running: 0, oldest: { buildId: id } });
  expect(queue.oldest?.waitingMs).toBeGreaterThanOrEqual(60_000);
});
