import { createServer } from 'node:net';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WarehouseConfig } from '#lib/contracts/project.ts';
import type { Warehouse } from '#lib/warehouse/contract.ts';
import { openWarehouse } from '#lib/warehouse/open.ts';

const url = new URL(process.env.DATABASE_URL ?? '');
const admin = new pg.Client({ connectionString: url.href });
const signal = new AbortController().signal;
const config: Extract<WarehouseConfig, { kind: 'postgres' }> = {
  kind: 'postgres',
  host: url.hostname,
  port: Number(url.port || 5432),
  database: url.pathname.slice(1),
  user: decodeURIComponent(url.username),
  ssl: false,
};
const secret = decodeURIComponent(url.password);
const open = (changes: Partial<typeof config> = {}, password: string | null = secret) =>
  openWarehouse({ ...config, ...changes }, { projectFolder: '/nowhere', allowedRoots: [], secret: password });
let warehouse: Warehouse;

beforeAll(async () => {
  await admin.connect();
  await admin.query(`CREATE TABLE public.wh AS SELECT i AS id, 9007199254740993 + i AS large, 12.50::numeric(18, 2) AS price, DATE '2026-10-31' AS day,
    TIMESTAMP '2026-10-31 08:00:00.123' AS moment, TIMESTAMPTZ '2026-10-31 08:00:00+02' AS instant, i = 1 AS flag, NULL::text AS nothing,
    'NaN'::float8 AS nan, 'text'::varchar AS word FROM generate_series(0, 2) i`);
  warehouse = await open();
});

afterAll(async () => {
  await warehouse.close();
  await admin.end();
});

const run = (sql: string, more: Partial<Parameters<Warehouse['run']>[0]> = {}) =>
  warehouse.run({ sql, params: [], maxRows: 100, timeoutMs: 10_000, signal, ...more });

/** Waits for a condition that another connection sees. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('the condition did not come true in time');
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Whether a query of the warehouse sleeps in the server, as another connection sees it. */
const sleeping = async (): Promise<boolean> => {
  const sql =
    "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'glassworks' AND wait_event = 'PgSleep'";
  return (await admin.query(sql)).rows.length > 0;
};

describe('a Postgres warehouse', () => {
  it('gives the same cells as DuckDB does', async () => {
    const { columns, rows } = await run('SELECT * FROM wh ORDER BY id LIMIT 1');
    expect(columns).toEqual(['id', 'large', 'price', 'day', 'moment', 'instant', 'flag', 'nothing', 'nan', 'word']);
    expect(rows).toEqual([
      [0, '9007199254740993', 12.5, '2026-10-31', '2026-10-31T08:00:00.123Z', '2026-10-31T06:00:00.000Z', false, null, null, 'text'],
    ]);
  });

  it('binds parameters of every type', async () => {
    const params = ["o'x", 3, 1.5, true, null];
    const sql = 'SELECT CAST($1 AS TEXT), CAST($2 AS NUMERIC), CAST($3 AS NUMERIC), CAST($4 AS BOOLEAN), CAST($5 AS TEXT)';
    expect((await run(sql, { params })).rows).toEqual([params]);
  });

  it('fetches no more rows than asked for, and says that there were more', async () => {
    const everything = 'SELECT generate_series(1, 100000000)';
    expect(await run(everything, { maxRows: 10 })).toMatchObject({ truncated: true, rows: { length: 10 } });
    expect(await run('SELECT * FROM generate_series(1, 3) i', { maxRows: 3 })).toMatchObject({ truncated: false, rows: { length: 3 } });
  });

  it('describes the tables that its user may read', async () => {
    const table = (await warehouse.tables(signal)).find(({ name }) => name === 'wh');
    expect(table?.schema).toBe('public');
    expect(table?.columns.map(({ type }) => type)).toEqual([
      'number',
      'number',
      'number',
      'date',
      'timestamp',
      'timestamp',
      'boolean',
      'string',
      'number',
      'string',
    ]);
  });

  it('stops a query that takes too long, and answers the next one', async () => {
    await expect(run('SELECT pg_sleep(30)', { timeoutMs: 100 })).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('0.1 s'),
    });
    expect((await run('SELECT 1')).rows).toEqual([[1]]);
  });

  it('cancels the query in the server when its caller aborts', async () => {
    const caller = new AbortController();
    const slow = run('SELECT pg_sleep(30)', { signal: caller.signal, timeoutMs: 60_000 });
    const outcome = expect(slow).rejects.toThrow('closed the tab');
    await until(sleeping);
    caller.abort(new Error('closed the tab'));
    await outcome;
    await until(async () => !(await sleeping()));
    expect((await run('SELECT 1')).rows).toEqual([[1]]);
  });

  it.each([
    ['DELETE FROM wh'],
    ['WITH gone AS (DELETE FROM wh RETURNING id) SELECT * FROM gone'],
    ['SELECT 1; DELETE FROM wh'],
    ["COPY wh TO '/tmp/glassworks-copy'"],
    ['CREATE TABLE x (a int)'],
    ["SELECT nextval('wh_seq')"],
    ['SELECT * INTO copy FROM wh'],
    ['SELECT * FROM wh FOR UPDATE'],
    ['COMMIT'],
    ['SET statement_timeout = 0'],
    [''],
  ])('refuses %s', async (sql) => {
    await admin.query('CREATE SEQUENCE IF NOT EXISTS wh_seq');
    await expect(run(sql)).rejects.toMatchObject({ code: 'unprocessable' });
    expect((await run('SELECT count(*) FROM wh')).rows).toEqual([[3]]);
  });

  it('forgets settings that a query changed', async () => {
    await run("SELECT set_config('search_path', 'pg_temp', false), set_config('TimeZone', 'Asia/Kolkata', false)");
    for (let i = 0; i < 3; i++) expect((await run("SELECT count(*), current_setting('TimeZone') FROM wh")).rows).toEqual([[3, 'UTC']]);
  });
});

describe('a connection that fails says exactly why', () => {
  const failure = async (changes: Partial<typeof config>, password: string | null = secret): Promise<string> => {
    const tried = await open(changes, password);
    try {
      const error = await tried.test(signal).then(
        () => null,
        (thrown: unknown) => thrown,
      );
      expect(error).toMatchObject({ code: 'unavailable' });
      return String(error);
    } finally {
      await tried.close();
    }
  };

  it('for a port where nobody listens', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    await new Promise((resolve) => server.close(resolve));
    expect(await failure({ host: '127.0.0.1', port })).toContain(`port ${port} refused`);
  });

  it('for a host name that does not exist', async () => {
    expect(await failure({ host: 'no-such-host.invalid' })).toContain('does not resolve');
  });

  it('for a database that does not exist', async () => {
    expect(await failure({ database: 'no_such_database' })).toContain('has no database no_such_database');
  });

  it('for a password that is wrong, without showing it', async () => {
    const message = await failure({}, 'wrong-password-123');
    expect(message).toContain('password');
    expect(message).not.toContain('wrong-password-123');
  });

  it('for a server without SSL', async () => {
    expect(await failure({ ssl: true })).toContain('SSL');
  });
});
