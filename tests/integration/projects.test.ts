import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MetricQuery } from '#lib/contracts/query.ts';
import { db } from '#lib/db/client.ts';
import { dataDir, samplesDir } from '#lib/paths.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { createProject, deleteProject, getProject, listProjects, refreshProject } from '#lib/projects/projects.ts';
import { compileProjectQuery, projectCatalog, runProjectQuery } from '#lib/projects/query.ts';
import { closeProjects } from '#lib/projects/runtime.ts';
import { testProject } from '#lib/projects/try-project.ts';
import { samples } from '../../examples/samples.ts';
import { makeActor } from '../setup/records.ts';
import { startGitServer } from './git-server.ts';

const [retail] = samples;
let admin: Actor;
let warehouse: { kind: 'duckdb'; path: string };

beforeAll(async () => {
  admin = await makeActor('admin');
  warehouse = { kind: 'duckdb', path: join(samplesDir(), retail.warehouseFile) };
  mkdirSync(samplesDir(), { recursive: true });
  await retail.generate(warehouse.path);
});
afterAll(() => closeProjects());

const folder = (path: string) => ({ kind: 'folder' as const, path });
const orders = MetricQuery.parse({ explore: 'orders', metrics: ['orders_order_count'] });

test('a project from a folder is loaded, listed, described and queried', async () => {
  const project = await createProject('system', { name: 'Shop', source: folder(retail.folder), warehouse });
  expect(project).toMatchObject({ errors: [], warehouse: { kind: 'duckdb' } });
  expect((await listProjects(admin)).map((item) => item.id)).toContain(project.id);
  expect((await projectCatalog(admin, project.id)).explores.map((explore) => explore.name)).toContain('orders');
  expect((await runProjectQuery(admin, project.id, orders, AbortSignal.timeout(30_000))).rows).toEqual([[60_000]]);
  expect((await compileProjectQuery(admin, project.id, orders)).sql).toMatch(/count/i);
  expect(await testProject(admin, project.id)).toMatchObject({ ok: true });
});

test('a project from a git address is fetched, and fetched again when it is refreshed', async () => {
  const server = await startGitServer(retail.folder);
  try {
    const project = await createProject('system', { name: 'From git', source: { kind: 'git', url: server.url }, warehouse });
    const label = async () => (await projectCatalog(admin, project.id)).explores.find((explore) => explore.name === 'regions')?.label;
    const before = await label();
    server.commit((work) => {
      const file = join(work, 'models', 'people.yml');
      const text = readFileSync(file, 'utf8');
      writeFileSync(file, text.replace('label: Regions', 'label: Territories'));
    });
    await refreshProject(admin, project.id);
    expect(await label()).toBe('Territories');
    expect(before).not.toBe('Territories');
    server.commit((work) => rmSync(join(work, 'dbt_project.yml')));
    await expect(refreshProject(admin, project.id)).rejects.toThrow(/dbt_project/);
    expect(await label()).toBe('Territories');
  } finally {
    server.close();
  }
});

const refused: [string, Parameters<typeof createProject>[1]['source'], RegExp][] = [
  ['a folder outside the allowed ones', folder('/etc'), /Allowed: /],
  ['a folder that does not exist', folder('/nowhere/at/all'), /does not exist/],
  ['a way out by a subdirectory', { ...folder(retail.folder), subdirectory: '../../..' }, /lies outside/],
  ['a git address that names a file', { kind: 'git', url: 'file:///etc' }, /not a git address/],
  ['a git address that runs a program', { kind: 'git', url: 'ext::sh -c "touch /tmp/x"' }, /not a git address/],
  ['a git option in place of an address', { kind: 'git', url: '--upload-pack=touch /tmp/x' }, /not a git address/],
  ['a git host that nobody answers for', { kind: 'git', url: 'http://127.0.0.1:9/none.git' }, /Cloning .* failed/],
];
test.each(refused)('%s is refused with the reason', async (_name, source, reason) => {
  await expect(createProject('system', { name: 'x', source, warehouse })).rejects.toThrow(reason);
});

test('a link that leaves the allowed folders is refused', async () => {
  const link = join(dataDir(), 'link');
  symlinkSync('/etc', link);
  process.env.GLASSWORKS_PROJECT_ROOTS = dirname(link);
  const { resetEnv } = await import('#lib/env.ts');
  resetEnv();
  try {
    await expect(createProject('system', { name: 'x', source: folder(link), warehouse })).rejects.toThrow(/lies outside/);
  } finally {
    delete process.env.GLASSWORKS_PROJECT_ROOTS;
    resetEnv();
  }
});

test('the password of a warehouse is stored encrypted, and never sent', async () => {
  const source = folder(retail.folder);
  const url = new URL(process.env.DATABASE_URL ?? '');
  const postgres = {
    kind: 'postgres' as const,
    host: url.hostname,
    port: Number(url.port),
    database: url.pathname.slice(1),
    user: url.username,
    password: url.password,
    ssl: false,
  };
  const project = await createProject('system', { name: 'Postgres', source, warehouse: postgres });
  const row = await db().project.findUniqueOrThrow({ where: { id: project.id }, omit: { warehouseSecret: false } });
  expect(row.warehouseSecret).toMatch(/^v1\./);
  expect(JSON.stringify([row.warehouse, await getProject(admin, project.id)])).not.toContain('"password"');
  await deleteProject(admin, project.id);
  await expect(getProject(admin, project.id)).rejects.toMatchObject({ code: 'not_found' });
});

test('a wrong password is said to be one', async () => {
  const url = new URL(process.env.DATABASE_URL ?? '');
  const warehouse = {
    kind: 'postgres' as const,
    host: url.hostname,
    port: Number(url.port),
    database: url.pathname.slice(1),
    user: url.username,
    password: 'wrong',
    ssl: false,
  };
  await expect(createProject('system', { name: 'x', source: folder(retail.folder), warehouse })).rejects.toThrow(/password/i);
});
