import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Warehouse } from '#lib/warehouse/contract.ts';
import { openWarehouse } from '#lib/warehouse/open.ts';

const root = mkdtempSync(join(tmpdir(), 'glassworks-duckdb-'));
const projectFolder = join(root, 'project');
const outside = join(root, 'outside');
const signal = new AbortController().signal;
let warehouse: Warehouse;

beforeAll(async () => {
  mkdirSync(projectFolder);
  mkdirSync(outside);
  const file = join(projectFolder, 'shop.duckdb');
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  await connection.run(`CREATE TABLE t AS SELECT i AS id, 9007199254740993::BIGINT + i AS large, 12.50::DECIMAL(18, 2) AS price, DATE '2026-10-31' AS day,
    TIMESTAMP '2026-10-31 08:00:00.123' AS moment, i = 1 AS flag, NULL::VARCHAR AS nothing, 'NaN'::DOUBLE AS nan, 'text' AS word FROM range(3) r(i)`);
  connection.closeSync();
  instance.closeSync();
  cpSync(file, join(outside, 'other.duckdb'));
  writeFileSync(join(outside, 'secret.csv'), 'a\nsecret\n');
  writeFileSync(join(projectFolder, 'near.csv'), 'a\nsecret\n');
  warehouse = await openWarehouse({ kind: 'duckdb', path: 'shop.duckdb' }, { projectFolder, allowedRoots: [] });
});

afterAll(async () => {
  await warehouse.close();
  rmSync(root, { recursive: true, force: true });
});

const run = (sql: string, more: Partial<Parameters<Warehouse['run']>[0]> = {}) =>
  warehouse.run({ sql, params: [], maxRows: 100, timeoutMs: 10_000, signal, ...more });

const SLOW = 'SELECT count(*) FROM range(100000000) a(i), range(1000000) b(j) WHERE i * j % 7 = 3';

describe('a DuckDB warehouse', () => {
  it('gives cells that JSON can carry without losing a digit', async () => {
    const { columns, rows } = await run('SELECT * FROM t ORDER BY id LIMIT 1');
    expect(columns).toEqual(['id', 'large', 'price', 'day', 'moment', 'flag', 'nothing', 'nan', 'word']);
    expect(rows).toEqual([[0, '9007199254740993', 12.5, '2026-10-31', '2026-10-31T08:00:00.123Z', false, null, null, 'text']]);
  });

  it('binds parameters of every type', async () => {
    const params = ["o'x", 3, 1.5, true, null];
    const { rows } = await run(
      'SELECT CAST($1 AS VARCHAR), CAST($2 AS BIGINT), CAST($3 AS DOUBLE), CAST($4 AS BOOLEAN), CAST($5 AS VARCHAR)',
      { params },
    );
    expect(rows).toEqual([params]);
  });

  it('reads no more rows than asked for, and says that there were more', async () => {
    expect(await run('SELECT * FROM range(100000)', { maxRows: 3000 })).toMatchObject({ truncated: true, rows: { length: 3000 } });
    expect(await run('SELECT * FROM range(3)', { maxRows: 3 })).toMatchObject({ truncated: false, rows: { length: 3 } });
  });

  it('describes its tables', async () => {
    const [table] = await warehouse.tables(signal);
    expect(table).toMatchObject({ schema: 'main', name: 't' });
    expect(Object.fromEntries(table!.columns.map(({ name, type }) => [name, type]))).toEqual({
      id: 'number',
      large: 'number',
      price: 'number',
      day: 'date',
      moment: 'timestamp',
      flag: 'boolean',
      nothing: 'string',
      nan: 'number',
      word: 'string',
    });
  });

  it('stops a query that takes too long, and answers the next one', async () => {
    await expect(run(SLOW, { timeoutMs: 100 })).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('0.1 s') });
    expect((await run('SELECT 1')).rows).toEqual([[1]]);
  });

  it('stops a query when its caller aborts, and no other', async () => {
    const caller = new AbortController();
    const slow = run(SLOW, { signal: caller.signal, timeoutMs: 60_000 });
    const other = run('SELECT count(*) FROM range(20000000) r(i) WHERE i % 3 = 0');
    caller.abort(new Error('closed the tab'));
    await expect(slow).rejects.toThrow('closed the tab');
    expect((await other).rows).toEqual([[6666667]]);
  });

  it('names what is wrong with a query, without the path of the file', async () => {
    const error = await run('SELECT x FROM nowhere').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'unprocessable', message: expect.stringContaining('nowhere') });
    expect(String(error)).not.toContain(root);
  });
});

describe('what a DuckDB warehouse refuses', () => {
  it.each([
    ["SELECT * FROM read_csv('/etc/passwd')"],
    ["SELECT * FROM '/etc/passwd'"],
    ["SELECT * FROM read_text('near.csv')"],
    [`SELECT * FROM read_csv('${outside}/secret.csv')`],
    [`SELECT * FROM read_csv('${projectFolder}/near.csv')`],
    [`SELECT * FROM read_csv('${projectFolder}/../outside/secret.csv')`],
    [`SELECT * FROM glob('${root}/*')`],
    [`SELECT * FROM read_parquet('https://example.com/x.parquet')`],
    [`COPY t TO '${projectFolder}/copy.csv'`],
    [`COPY (SELECT 1) TO '${outside}/copy.csv'`],
    [`EXPORT DATABASE '${outside}/export'`],
    [`ATTACH '${outside}/other.duckdb' AS other`],
    ['INSTALL httpfs'],
    ['LOAD httpfs'],
    ['SET enable_external_access = true'],
    ["SET memory_limit = '100GB'"],
    ['RESET lock_configuration'],
    ['PRAGMA enable_external_access = true'],
    ['CREATE TABLE x AS SELECT 1'],
    ['CREATE TEMP TABLE x AS SELECT 1'],
    ['DELETE FROM t'],
    ['INSERT INTO t SELECT * FROM t'],
    ['SELECT 1; DROP TABLE t'],
    ['BEGIN'],
    [''],
  ])('%s', async (sql) => {
    await expect(run(sql)).rejects.toMatchObject({ code: 'unprocessable' });
  });

  it('memory beyond its limit, and it lives on', async () => {
    const hungry = "SELECT length(string_agg(repeat('x', 1000000), '')) FROM range(3000)";
    await expect(run(hungry, { timeoutMs: 30_000 })).rejects.toMatchObject({
      code: 'unprocessable',
      message: expect.stringMatching(/memory/i),
    });
    expect((await run('SELECT 1')).rows).toEqual([[1]]);
  });

  it.each([
    ['a path that climbs out', '../outside/other.duckdb'],
    ['a path that climbs and comes back', '../project/shop.duckdb'],
    ['an absolute path outside', join(outside, 'other.duckdb')],
    ['a file that is not there', join(outside, 'missing.duckdb')],
    ['a folder', '.'],
    ['a device', '/dev/zero'],
  ])('%s, in words that do not tell what lies there', async (_, path) => {
    const opening = openWarehouse({ kind: 'duckdb', path }, { projectFolder, allowedRoots: [] });
    await expect(opening).rejects.toMatchObject({
      code: 'unprocessable',
      message: expect.stringContaining('must lie in the project folder'),
    });
  });

  it('a link that leads out of the folder', async () => {
    symlinkSync(join(outside, 'other.duckdb'), join(projectFolder, 'link.duckdb'));
    const opening = openWarehouse({ kind: 'duckdb', path: 'link.duckdb' }, { projectFolder, allowedRoots: [] });
    await expect(opening).rejects.toMatchObject({ code: 'unprocessable' });
  });

  it('a file that is no database, by name of the trouble', async () => {
    writeFileSync(join(projectFolder, 'fake.duckdb'), 'x'.repeat(20_000));
    const opening = openWarehouse({ kind: 'duckdb', path: 'fake.duckdb' }, { projectFolder, allowedRoots: [] });
    await expect(opening).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('could not be opened') });
  });
});

it('opens a file under an allowed root, also while it is open elsewhere', async () => {
  const [one, two] = await Promise.all(
    [1, 2].map(() => openWarehouse({ kind: 'duckdb', path: join(outside, 'other.duckdb') }, { projectFolder, allowedRoots: [outside] })),
  );
  await Promise.all([one!.test(signal), two!.test(signal)]);
  await Promise.all([one!.close(), two!.close()]);
});
