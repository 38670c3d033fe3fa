import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createToken } from '#lib/auth/api-tokens.ts';
import { AppQueryLine, MAX_BATCH_QUERIES } from '#lib/contracts/app.ts';
import { db } from '#lib/db/client.ts';
import { resetEnv } from '#lib/env.ts';
import { dataDir, samplesDir } from '#lib/paths.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { createProject } from '#lib/projects/projects.ts';
import { closeProjects } from '#lib/projects/runtime.ts';
import { POST as several } from '../../app/api/apps/[appId]/queries/route.ts';
import { POST as single } from '../../app/api/apps/[appId]/query/route.ts';
import { samples } from '../../examples/samples.ts';
import { makeActor, makeApp, makeVersion } from '../setup/records.ts';

const [retail] = samples;
const COUNT = { explore: 'orders', metrics: ['orders_order_count'] };
const warehouse = new pg.Client({ connectionString: process.env.DATABASE_URL });
let owner: Actor;
let viewer: Actor;
let appId: string;
let tokens: Map<Actor, string>;

beforeAll(async () => {
  [owner, viewer] = await Promise.all([makeActor('editor', 'owner'), makeActor('viewer', 'viewer')]);
  tokens = new Map();
  for (const actor of [owner, viewer]) tokens.set(actor, (await createToken(actor.userId, { name: 'test' })).token);
  const path = join(samplesDir(), retail.warehouseFile);
  mkdirSync(samplesDir(), { recursive: true });
  await retail.generate(path);
  const project = await createProject('system', {
    name: 'Shop',
    source: { kind: 'folder', path: retail.folder },
    warehouse: { kind: 'duckdb', path },
  });
  appId = await makeApp(owner, project.id);
  await makeVersion(appId, 1, owner);
});
afterAll(async () => {
  await warehouse.end();
  await closeProjects();
});

function post(actor: Actor | null, body: unknown, { app = appId, signal }: { app?: string; signal?: AbortSignal } = {}) {
  const token = actor && tokens.get(actor);
  const headers = { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) };
  const init = { method: 'POST', headers, body: JSON.stringify(body), ...(signal ? { signal } : {}) };
  return several(new Request(`http://localhost/api/apps/${app}/queries`, init), { params: Promise.resolve({ appId: app }) });
}

async function linesOf(response: Response): Promise<Map<number, AppQueryLine>> {
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toContain('application/x-ndjson');
  const lines = (await response.text()).trim().split('\n');
  return new Map(lines.map((line) => AppQueryLine.parse(JSON.parse(line))).map((line) => [line.id, line]));
}

const ask = (...queries: unknown[]) => ({ version: 1, queries: queries.map((query, index) => ({ id: index + 1, query })) });

test('several queries in one request are answered line by line, with the rows that each has alone', async () => {
  const byMonth = { ...COUNT, dimensions: ['orders_order_date_month'], sorts: [{ fieldId: 'orders_order_date_month' }] };
  const lines = await linesOf(await post(owner, ask(COUNT, byMonth, COUNT)));
  expect([...lines.keys()].toSorted()).toEqual([1, 2, 3]);
  expect(lines.get(1)).toMatchObject({ result: { rows: [[60_000]] } });
  expect(lines.get(3)).toMatchObject({ result: { rows: [[60_000]] } });
  const request = new Request('http://localhost/api/apps/x/query', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${tokens.get(owner)}` },
    body: JSON.stringify({ version: 1, query: byMonth }),
  });
  const alone = (await (await single(request, { params: Promise.resolve({ appId }) })).json()) as { rows: unknown };
  expect(lines.get(2)).toMatchObject({ result: { rows: alone.rows } });
});

test('a query that fails, is none, or leaves the catalog fails alone and says why', async () => {
  const lines = await linesOf(
    await post(
      owner,
      ask(
        COUNT,
        { explore: 'orders', metrics: ['orders_salary'] },
        { explore: 'users', metrics: ['users_count'] },
        { ...COUNT, sql: 'select 1' },
        'select * from users',
      ),
    ),
  );
  expect(lines.get(1)).toMatchObject({ result: { rows: [[60_000]] } });
  for (const id of [2, 3, 4, 5]) expect(lines.get(id)).toMatchObject({ error: { code: 'invalid_request' } });
  expect(lines.get(2)).toMatchObject({ error: { message: expect.stringContaining('orders_salary') } });
});

test('who may not open the version is refused before anything runs', async () => {
  expect((await post(null, ask(COUNT))).status).toBe(401);
  expect((await post(viewer, ask(COUNT))).status).toBe(404);
  expect((await post(owner, { ...ask(COUNT), version: 9 })).status).toBe(404);
  expect((await post(owner, ask(COUNT), { app: 'app_none' })).status).toBe(404);
});

test('no query leads to another project', async () => {
  const other = await createProject('system', {
    name: 'Other',
    source: { kind: 'folder', path: retail.folder },
    warehouse: { kind: 'duckdb', path: join(samplesDir(), retail.warehouseFile) },
  });
  expect((await post(owner, { ...ask(COUNT), projectId: other.id })).status).toBe(400);
  const lines = await linesOf(await post(owner, ask({ ...COUNT, projectId: other.id }, { ...COUNT, explore: `${other.id}.orders` })));
  for (const id of [1, 2]) expect(lines.get(id)).toMatchObject({ error: { code: 'invalid_request' } });
});

test('number, size and ids of the queries are bounded', async () => {
  const many = ask(...Array.from({ length: MAX_BATCH_QUERIES + 1 }, () => COUNT));
  expect((await post(owner, many)).status).toBe(400);
  expect((await post(owner, { version: 1, queries: [] })).status).toBe(400);
  expect(
    (
      await post(owner, {
        version: 1,
        queries: [
          { id: 1, query: COUNT },
          { id: 1, query: COUNT },
        ],
      })
    ).status,
  ).toBe(400);
  expect((await post(owner, ask({ ...COUNT, padding: 'x'.repeat(2_100_000) }))).status).toBe(413);
});

/** Whether a query of an app sleeps in the warehouse, as another connection sees it. */
async function sleeping(): Promise<number> {
  const sql =
    "SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'glassworks' AND wait_event = 'PgSleep'";
  return Number((await warehouse.query<{ n: number }>(sql)).rows[0]?.n);
}

/** A project whose one table takes a minute to read. */
async function slowApp(): Promise<string> {
  await warehouse.connect();
  await warehouse.query('CREATE VIEW public.slow AS SELECT id, (SELECT id FROM pg_sleep(60)) AS amount FROM generate_series(1, 3) id');
  const folder = join(dataDir(), 'slow-project');
  mkdirSync(join(folder, 'models'), { recursive: true });
  writeFileSync(join(folder, 'dbt_project.yml'), 'name: slow\nversion: "1.0.0"\nconfig-version: 2\nmodel-paths: ["models"]\n');
  writeFileSync(join(folder, 'models/slow.sql'), 'select 1 as id');
  const columns = ['id', 'amount']
    .map((name) => `      - name: ${name}\n        meta: { metrics: { total_${name}: { type: sum } } }`)
    .join('\n');
  writeFileSync(join(folder, 'models/slow.yml'), `version: 2\nmodels:\n  - name: slow\n    columns:\n${columns}\n`);
  process.env.GLASSWORKS_PROJECT_ROOTS = dataDir();
  resetEnv();
  const url = new URL(process.env.DATABASE_URL ?? '');
  const connection = {
    host: url.hostname,
    port: Number(url.port),
    database: url.pathname.slice(1),
    user: url.username,
    password: url.password,
  };
  const project = await createProject('system', {
    name: 'Slow',
    source: { kind: 'folder', path: folder },
    warehouse: { kind: 'postgres', ssl: false, ...connection },
  });
  const app = await makeApp(owner, project.id);
  await makeVersion(app, 1, owner);
  return app;
}

test('what is ready is sent at once, and closing the connection cancels the rest in the warehouse', async () => {
  const app = await slowApp();
  const gone = new AbortController();
  const body = ask(
    { explore: 'slow', metrics: ['slow_total_amount'] },
    { explore: 'none' },
    { explore: 'slow', metrics: ['slow_total_id', 'slow_total_amount'] },
  );
  const response = await post(owner, body, { app, signal: gone.signal });
  const reader = response.body?.getReader();
  const first = await reader?.read();
  expect(JSON.parse(new TextDecoder().decode(first?.value))).toMatchObject({ id: 2, error: { code: 'invalid_request' } });
  await expect.poll(sleeping, { timeout: 20_000 }).toBe(2);
  await reader?.cancel();
  await expect.poll(sleeping, { timeout: 20_000 }).toBe(0);

  const again = await post(owner, body, { app, signal: gone.signal });
  expect(again.status).toBe(200);
  await expect.poll(sleeping, { timeout: 20_000 }).toBe(2);
  gone.abort();
  await expect.poll(sleeping, { timeout: 20_000 }).toBe(0);
  expect(await db().app.count({ where: { id: app } })).toBe(1);
});
