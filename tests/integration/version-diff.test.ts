import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeArchive } from '#lib/apps/archive.ts';
import { linesSince } from '#lib/apps/line-count.ts';
import { getVersion, publishVersion, restoreVersion } from '#lib/apps/versions.ts';
import { createToken } from '#lib/auth/api-tokens.ts';
import type { MetricQueryInput } from '#lib/contracts/query.ts';
import { MetricQuery } from '#lib/contracts/query.ts';
import type { VersionDiff } from '#lib/contracts/version-diff.ts';
import { db } from '#lib/db/client.ts';
import { samplesDir } from '#lib/paths.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { createProject } from '#lib/projects/projects.ts';
import { closeProjects } from '#lib/projects/runtime.ts';
import { store } from '#lib/storage/store.ts';
import { GET } from '../../app/api/apps/[appId]/versions/[number]/diff/route.ts';
import { samples } from '../../examples/samples.ts';
import { makeActor, makeApp, makeProject, makeVersion } from '../setup/records.ts';

const [retail] = samples;
const REGION = 'regions_region_name';
let owner: Actor;
let viewer: Actor;
let stranger: Actor;
let appId: string;

beforeAll(async () => {
  [owner, viewer, stranger] = await Promise.all([makeActor(), makeActor('viewer'), makeActor()]);
  const warehouse = { kind: 'duckdb' as const, path: join(samplesDir(), retail.warehouseFile) };
  mkdirSync(samplesDir(), { recursive: true });
  await retail.generate(warehouse.path);
  const project = await createProject('system', { name: 'Shop', source: { kind: 'folder', path: retail.folder }, warehouse });
  appId = await makeApp(owner, project.id);
  const revenue = { explore: 'orders', metrics: ['orders_total_revenue'], dimensions: [REGION] };
  const east = { dimensions: { and: [{ target: { fieldId: REGION }, operator: 'equals' as const, values: ['East'] }] } };
  await version(1, { 'src/App.tsx': 'one\ntwo\n', 'src/old.ts': 'x\n' }, [revenue]);
  await version(2, { 'src/App.tsx': 'one\n2\n', 'src/new.ts': 'y\n' }, [
    { ...revenue, filters: east },
    { explore: 'customers', metrics: ['customers_unique_customers'] },
  ]);
  await version(3, { 'src/App.tsx': 'one\n2\n', 'src/new.ts': 'y\n' }, [
    { explore: 'customers', metrics: ['customers_unique_customers'] },
    { ...revenue, filters: east },
  ]);
});
afterAll(() => closeProjects());

async function version(number: number, files: Record<string, string>, queries: MetricQueryInput[]) {
  await makeVersion(appId, number, owner);
  await db().version.update({
    where: { appId_number: { appId, number } },
    data: { queries: queries.map((query) => MetricQuery.parse(query)) },
  });
  const { sourceKey } = await db().version.findUniqueOrThrow({ where: { appId_number: { appId, number } } });
  await store().put(sourceKey, writeArchive(new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]))));
}

async function ask(
  actor: Actor,
  number: number | string,
  query = '',
  app = appId,
): Promise<{ status: number; body: VersionDiff & { error?: { message: string } } }> {
  const { token } = await createToken(actor.userId, { name: 'test' });
  const request = new Request(`http://localhost/api/apps/${app}/versions/${number}/diff${query}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const answer = await GET(request, { params: Promise.resolve({ appId: app, number: String(number) }) });
  return { status: answer.status, body: await answer.json() };
}

describe('what changed between two versions', () => {
  test('is told against the version before: files with patches, queries in the words of the catalog', async () => {
    const { status, body } = await ask(owner, 2);
    expect(status).toBe(200);
    expect(body).toMatchObject({ number: 2, against: 1 });
    expect(body.files).toEqual([
      expect.objectContaining({
        path: 'src/App.tsx',
        status: 'changed',
        additions: 1,
        deletions: 1,
        patch: expect.stringContaining('-two\n+2\n'),
      }),
      expect.objectContaining({ path: 'src/new.ts', status: 'added', additions: 1, deletions: 0 }),
      expect.objectContaining({ path: 'src/old.ts', status: 'removed', additions: 0, deletions: 1 }),
    ]);
    expect(body.queries.changed).toEqual([
      expect.objectContaining({ title: 'Revenue by Region', changes: ['added filter Region is East'] }),
    ]);
    expect(body.queries.added.map(({ explore, title }) => [explore, title])).toEqual([['customers', 'Customers']]);
    expect(body.queries.removed).toEqual([]);
  });

  test('goes both ways, between any two', async () => {
    const { body } = await ask(owner, 1, '?against=3');
    expect(body.files.map(({ path, status }) => [path, status])).toEqual([
      ['src/App.tsx', 'changed'],
      ['src/new.ts', 'removed'],
      ['src/old.ts', 'added'],
    ]);
    expect(body.queries.changed[0]?.changes).toEqual(['removed filter Region is East']);
  });

  test('is nothing for versions that mean the same, and for a version and itself', async () => {
    const nothing = { files: [], queries: { added: [], removed: [], changed: [] } };
    expect((await ask(owner, 3)).body).toMatchObject(nothing);
    expect((await ask(owner, 2, '?against=2')).body).toMatchObject(nothing);
  });

  test('is the same answer each time', async () => {
    expect(await ask(owner, 2)).toEqual(await ask(owner, 2));
  });

  test('says what to do about a version that has none before it, is not there, or is no number', async () => {
    expect(await ask(owner, 1)).toMatchObject({ status: 400, body: { error: { message: expect.stringContaining('against=') } } });
    expect((await ask(owner, 9)).status).toBe(404);
    expect((await ask(owner, 2, '?against=9')).status).toBe(404);
    expect((await ask(owner, 2, '?against=x')).status).toBe(400);
    expect((await ask(owner, 'x')).status).toBe(400);
  });

  test('keeps the ids when the project cannot be loaded', async () => {
    const other = await makeApp(owner, await makeProject());
    const before = appId;
    appId = other;
    await version(1, { 'src/a.ts': '' }, [{ explore: 'orders', metrics: ['a'] }]);
    await version(2, { 'src/a.ts': '' }, [{ explore: 'orders', metrics: ['a'], limit: 7 }]);
    appId = before;
    expect((await ask(owner, 2, '', other)).body.queries.changed[0]).toMatchObject({ title: 'a', changes: ['limit 500 became 7 rows'] });
  });
});

describe('what changed is for those who may read the source', () => {
  test('the app of somebody else does not exist', async () => {
    for (const actor of [viewer, stranger]) expect((await ask(actor, 2)).status).toBe(404);
  });

  test('viewers of a published version get neither its changes nor those of drafts', async () => {
    await db().space.create({ data: { id: 'spc_diff', name: 'Team' } });
    await db().app.update({ where: { id: appId }, data: { spaceId: 'spc_diff', publishedVersion: 2 } });
    expect((await ask(viewer, 2)).status).toBe(403);
    expect((await ask(viewer, 3, '?against=2')).status).toBe(404);
    expect((await ask(viewer, 2, '?against=3')).status).toBe(403);
    expect((await ask(owner, 2)).status).toBe(200);
  });
});

test('a restored version counts the lines against the head before it, for those who may read the source', async () => {
  const restored = await restoreVersion(owner, appId, 1);
  expect(restored).toMatchObject({ number: 4, lines: { added: 2, removed: 2 } });
  await publishVersion(owner, appId, 4);
  expect((await getVersion(viewer, appId, 4)).lines).toBeNull();
  const { sourceKey } = await db().version.findUniqueOrThrow({ where: { appId_number: { appId, number: 3 } } });
  await store().delete([sourceKey]);
  await expect(linesSince(appId, 3, 4)).resolves.toBeNull();
});
