import { beforeAll, describe, expect, test } from 'vitest';
import { findApp, listApps } from '#lib/apps/apps.ts';
import { deleteApp, undeleteApp, updateApp } from '#lib/apps/change.ts';
import { duplicateApp } from '#lib/apps/duplicate.ts';
import { readScreenshot } from '#lib/apps/screenshot.ts';
import { findVersion, getVersion, listVersions, publishVersion, restoreVersion } from '#lib/apps/versions.ts';
import { listBuilds } from '#lib/builds/read.ts';
import { db } from '#lib/db/client.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { screenshotKey } from '#lib/storage/keys.ts';
import { store } from '#lib/storage/store.ts';
import { makeActor, makeApp, makeProject, makeVersion } from '../setup/records.ts';

const PAGE = { limit: 50 };
let owner: Actor;
let stranger: Actor;
let viewer: Actor;
let admin: Actor;
let appId: string;

beforeAll(async () => {
  [owner, stranger, viewer, admin] = await Promise.all([makeActor(), makeActor(), makeActor('viewer'), makeActor('admin')]);
  appId = await makeApp(owner, await makeProject());
  await makeVersion(appId, 1, owner);
  await makeVersion(appId, 2, owner);
});

describe('a personal app', () => {
  const calls: [string, (actor: Actor) => Promise<unknown>][] = [
    ['open it', (actor) => findApp(actor, appId)],
    ['list its versions', (actor) => listVersions(actor, appId, PAGE)],
    ['open a version', (actor) => findVersion(actor, appId, 1)],
    ['rename it', (actor) => updateApp(actor, appId, { name: 'Mine now' })],
    ['restore a version', (actor) => restoreVersion(actor, appId, 1)],
    ['publish it', (actor) => publishVersion(actor, appId, 1)],
    ['list its builds', (actor) => listBuilds(actor, appId, PAGE)],
    ['delete it', (actor) => deleteApp(actor, appId)],
  ];
  test.each(calls)('does not exist for others who try to %s', async (_what, call) => {
    for (const actor of [stranger, viewer]) await expect(call(actor)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('is not in the lists of others', async () => {
    const names = async (actor: Actor) => (await listApps(actor, PAGE)).items.map((app) => app.id);
    expect(await names(stranger)).toEqual([]);
    expect(await names(viewer)).toEqual([]);
    expect(await names(owner)).toEqual([appId]);
    expect(await names(admin)).toEqual([appId]);
  });

  test('comes back after it was deleted, for its owner only', async () => {
    await deleteApp(owner, appId);
    await expect(findApp(owner, appId)).rejects.toMatchObject({ code: 'not_found' });
    await expect(undeleteApp(stranger, appId)).rejects.toMatchObject({ code: 'not_found' });
    await expect(undeleteApp(owner, appId)).resolves.toMatchObject({ id: appId });
  });
});

describe('an app in a space', () => {
  beforeAll(async () => {
    await db().space.create({ data: { id: 'spc_1', name: 'Team' } });
    await db().spaceAccess.create({ data: { id: 'acc_1', spaceId: 'spc_1', userId: owner.userId, level: 'edit' } });
    await updateApp(owner, appId, { spaceId: 'spc_1' });
  });

  test('stays hidden from viewers until a version is published', async () => {
    await expect(findApp(viewer, appId)).rejects.toMatchObject({ code: 'not_found' });
    await publishVersion(owner, appId, 1);
    await expect(findApp(viewer, appId)).resolves.toMatchObject({ publishedVersion: 1 });
  });

  test('shows viewers the published version and no other', async () => {
    await expect(findVersion(viewer, appId, 1)).resolves.toMatchObject({ version: { number: 1 } });
    await expect(findVersion(viewer, appId, 2)).rejects.toMatchObject({ code: 'not_found' });
    const shown = (await listVersions(viewer, appId, PAGE)).items;
    expect(shown.map((version) => version.number)).toEqual([1]);
    expect(shown[0]?.prompt).toBe(''); // what an author wrote is the author's
    expect((await listVersions(owner, appId, PAGE)).items.at(-1)?.prompt).toBe('prompt 1');
  });

  test('can be opened but not changed by people who do not own it', async () => {
    for (const actor of [viewer, stranger]) {
      await expect(updateApp(actor, appId, { name: 'x' })).rejects.toMatchObject({ code: 'forbidden' });
      await expect(publishVersion(actor, appId, 1)).rejects.toMatchObject({ code: 'forbidden' });
      await expect(listBuilds(actor, appId, PAGE)).rejects.toMatchObject({ code: 'forbidden' });
    }
    await expect(updateApp(admin, appId, { description: 'checked' })).resolves.toMatchObject({ description: 'checked' });
  });

  test('gets a new head when an older version is restored, and the old ones stay', async () => {
    await expect(restoreVersion(owner, appId, 1)).resolves.toMatchObject({ number: 3, restoredFrom: 1, prompt: 'prompt 1' });
    expect((await listVersions(owner, appId, PAGE)).items.map((version) => version.number)).toEqual([3, 2, 1]);
    await expect(findApp(owner, appId)).resolves.toMatchObject({ headVersion: 3 });
  });
});

test('the prompt and the picture of a version, with what its author may see, do not come along when others duplicate the app', async () => {
  const mine = await makeApp(owner, await makeProject());
  await makeVersion(mine, 1, owner);
  await db().version.update({
    where: { appId_number: { appId: mine, number: 1 } },
    data: { evidence: { checks: [{ name: 'opened', status: 'passed' }] } },
  });
  await db().app.update({ where: { id: mine }, data: { spaceId: 'spc_1', publishedVersion: 1 } });
  await store().put(screenshotKey(mine, 'b1'), 'picture');
  await expect(readScreenshot(owner, mine, 1)).resolves.toEqual(Buffer.from('picture'));
  expect((await getVersion(owner, mine, 1)).evidence.screenshotUrl).toBeTruthy();
  const copy = await duplicateApp(stranger, mine);
  await expect(readScreenshot(stranger, copy.id, 1)).rejects.toMatchObject({ code: 'not_found' });
  const copied = await getVersion(stranger, copy.id, 1);
  expect(copied.evidence.screenshotUrl).toBeUndefined();
  expect(copied.prompt).toBe('');
  const own = await duplicateApp(owner, mine);
  expect((await getVersion(owner, own.id, 1)).prompt).toBe('prompt 1');
});
