import { beforeEach, expect, test, vi } from 'vitest';
import { listApps } from '#lib/apps/apps.ts';
import { countUnread, markAllSeen, markSeen } from '#lib/apps/unread.ts';
import { publishVersion } from '#lib/apps/versions.ts';
import { db } from '#lib/db/client.ts';
import { newId } from '#lib/ids.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { visibleApps, visibleAppsSql } from '#lib/permissions/visible.ts';
import { makeActor, makeApp, makeProject, makeVersion } from '../setup/records.ts';

let owner: Actor;
let viewer: Actor;
let admin: Actor;
let projectId: string;
let appId: string;

beforeEach(async () => {
  projectId = await makeProject();
  [owner, viewer, admin] = await Promise.all([makeActor(), makeActor('viewer'), makeActor('admin')]);
  appId = await makeApp(owner, projectId);
});

const isUnread = async (actor: Actor, id = appId) => (await listApps(actor, { limit: 200 })).items.find((app) => app.id === id)?.unread;

let last = 0;
/** Later than everything before it: two things within one millisecond have no order. */
function soon(): Date {
  last = Math.max(last, Date.now()) + 10;
  return new Date(last);
}

async function endBuild(requestedBy = owner, finishedAt = soon(), id = appId): Promise<void> {
  const data = { appId: id, requestedById: requestedBy.userId, clientKey: newId('req'), prompt: 'x', model: 'm', status: 'succeeded' };
  await db().build.create({ data: { id: newId('bld'), ...data, finishedAt } });
}

async function publish(number = 1): Promise<void> {
  await db().space.upsert({ where: { id: 'spc_news' }, create: { id: 'spc_news', name: 'Team' }, update: {} });
  await db().app.update({ where: { id: appId }, data: { spaceId: 'spc_news' } });
  await makeVersion(appId, number, owner);
  await publishVersion(owner, appId, number);
}

test('a build that ends makes the app unread until its owner looks', async () => {
  expect(await isUnread(owner)).toBe(false);
  await endBuild();
  expect(await isUnread(owner)).toBe(true);
  expect(await countUnread(owner)).toBe(1);
  await markSeen(owner, appId);
  expect(await isUnread(owner)).toBe(false);
  await endBuild();
  expect(await isUnread(owner)).toBe(true);
});

test('a build under way is no news', async () => {
  await db().build.create({
    data: { id: newId('bld'), appId, requestedById: owner.userId, clientKey: 'k', prompt: 'x', model: 'm', status: 'running' },
  });
  expect(await isUnread(owner)).toBe(false);
});

test('what was written down before the clock was set back is seen all the same', async () => {
  await endBuild(owner, new Date(Date.now() + 60_000));
  await markSeen(owner, appId);
  expect(await isUnread(owner)).toBe(false);
});

test('looking again never takes back what was seen', async () => {
  await endBuild(owner, new Date(Date.now() + 60_000));
  await markSeen(owner, appId);
  await db().build.deleteMany({ where: { appId } });
  await markSeen(owner, appId);
  await endBuild(owner, new Date(Date.now() + 30_000));
  expect(await isUnread(owner)).toBe(false);
});

test('viewers have news when a version is published, not when a build ends', async () => {
  await publish();
  expect(await isUnread(viewer)).toBe(true);
  await markSeen(viewer, appId);
  await endBuild();
  expect(await isUnread(viewer)).toBe(false);
  await publish(2);
  expect(await isUnread(viewer)).toBe(true);
});

test('a publication is news although the clock of who published it is behind', async () => {
  await publish();
  await markSeen(viewer, appId);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 3_600_000 });
  await publish(2);
  vi.useRealTimers();
  expect(await isUnread(viewer)).toBe(true);
});

test('what was published before a person came is no news to them', async () => {
  await publish();
  await db().app.update({ where: { id: appId }, data: { publishedAt: new Date(Date.now() - 60_000) } });
  expect(await isUnread(await makeActor('viewer'))).toBe(false);
});

test("an admin is not told of everybody's builds, but of those they asked for and of apps they have opened", async () => {
  await endBuild();
  expect(await isUnread(admin)).toBe(false);
  await endBuild(admin);
  expect(await isUnread(admin)).toBe(true);
  await markSeen(admin, appId);
  await endBuild();
  expect(await isUnread(admin)).toBe(true);
});

test('everything can be marked as read at once', async () => {
  const more = await Promise.all(Array.from({ length: 5 }, () => makeApp(owner, projectId)));
  for (const id of more) await endBuild(owner, new Date(), id);
  expect(await countUnread(owner)).toBe(5);
  await markAllSeen(owner);
  expect(await countUnread(owner)).toBe(0);
});

test('an app that one may not see cannot be marked', async () => {
  await expect(markSeen(viewer, appId)).rejects.toMatchObject({ code: 'not_found' });
  expect(await db().appSeen.count({ where: { appId } })).toBe(0);
});

test('both ways to say which apps somebody may see mean the same', async () => {
  await publish();
  const deleted = await makeApp(owner, projectId);
  await db().app.update({ where: { id: deleted }, data: { deletedAt: new Date() } });
  const withoutRights: Actor = { ...viewer, scopes: new Set() };
  for (const actor of [owner, viewer, admin, await makeActor(), withoutRights]) {
    const built = await db().app.findMany({ where: visibleApps(actor), select: { id: true } });
    const written = await db().$queryRaw<{ id: string }[]>`SELECT "id" FROM "App" app WHERE ${visibleAppsSql(actor)}`;
    expect(written.map(({ id }) => id).sort()).toEqual(built.map(({ id }) => id).sort());
  }
});
