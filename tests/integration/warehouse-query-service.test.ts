import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MetricQuery, type MetricQueryInput } from '#lib/contracts/query.ts';
import { loadSemanticModel } from '#lib/semantic/load.ts';
import type { SemanticModel } from '#lib/semantic/model.ts';
import type { RunOptions, Warehouse } from '#lib/warehouse/contract.ts';
import { openWarehouse } from '#lib/warehouse/open.ts';
import { createQueryService, type RunQuery } from '#lib/warehouse/query-service.ts';
import { samples } from '../../examples/samples.ts';

const bikeshare = samples.find(({ id }) => id === 'bikeshare') ?? samples[0];
const folder = mkdtempSync(join(tmpdir(), 'glassworks-service-'));
let real: Warehouse;
let model: SemanticModel;
let asked: RunOptions[] = [];
/** The real warehouse, with a note of every query that reaches it. */
let warehouse: Warehouse;

beforeAll(async () => {
  await bikeshare.generate(join(folder, bikeshare.warehouseFile));
  real = await openWarehouse({ kind: 'duckdb', path: bikeshare.warehouseFile }, { projectFolder: folder, allowedRoots: [] });
  model = await loadSemanticModel(bikeshare.folder, { tables: await real.tables(new AbortController().signal) });
  warehouse = {
    ...real,
    run: (options) => {
      asked.push(options);
      return real.run(options);
    },
  };
});

afterAll(async () => {
  await real.close();
  rmSync(folder, { recursive: true, force: true });
});

function request(query: MetricQueryInput, changes: Partial<RunQuery> = {}): RunQuery {
  asked = [];
  return {
    model,
    warehouse,
    warehouseId: 'w',
    query: MetricQuery.parse(query),
    identity: 'ada',
    timezone: 'UTC',
    signal: new AbortController().signal,
    includeSql: false,
    ...changes,
  };
}

const TRIPS: MetricQueryInput = {
  explore: 'trips',
  dimensions: ['origin_district', 'trips_trip_day_month'],
  metrics: ['trips_trip_count', 'trips_fares'],
};

describe('the query service', () => {
  it('answers an equal query from its cache, and tells so', async () => {
    const service = createQueryService();
    const first = await service.run(request(TRIPS));
    const second = await service.run(request(TRIPS, { includeSql: true }));
    expect(first.cache.hit).toBe(false);
    expect(second).toMatchObject({ cache: { hit: true }, timing: { warehouseMs: 0 }, rows: first.rows, rowCount: first.rowCount });
    expect(asked).toEqual([]);
    expect([first.sql, second.sql]).toEqual([undefined, expect.stringContaining('SELECT')]);
  });

  it.each([
    ['another person', { identity: 'ben' }],
    ['another warehouse', { warehouseId: 'other' }],
    ['another zone', { timezone: 'Asia/Kolkata' }],
    ['another version of the model', {}],
  ])('never serves %s from that cache', async (what, changes) => {
    const service = createQueryService();
    const query: MetricQueryInput = { explore: 'trips', dimensions: ['trips_departed_at_day'], metrics: ['trips_trip_count'], limit: 5 };
    await service.run(request(query));
    const other = what === 'another version of the model' ? { model: { ...model, version: 'next' } } : changes;
    expect((await service.run(request(query, other))).cache.hit).toBe(false);
    expect(asked).toHaveLength(1);
  });

  it('sends equal queries under way to the warehouse once, and stops them when the last caller leaves', async () => {
    const service = createQueryService();
    const [one, two] = [new AbortController(), new AbortController()];
    const base = request(TRIPS);
    const outcomes = Promise.allSettled([service.run({ ...base, signal: one.signal }), service.run({ ...base, signal: two.signal })]);
    one.abort(new Error('left'));
    const [left, stayed] = await outcomes;
    expect(left).toMatchObject({ status: 'rejected' });
    expect(stayed).toMatchObject({ status: 'fulfilled' });
    expect(asked).toHaveLength(1);
    const third = new AbortController();
    const alone = service.run(request({ ...TRIPS, limit: 3 }, { signal: third.signal }));
    third.abort(new Error('left too'));
    await expect(alone).rejects.toThrow('left too');
    expect(asked[0]?.signal.aborted).toBe(true);
  });

  it('says when there were more rows than the limit', async () => {
    const service = createQueryService();
    const districts = { explore: 'stations', dimensions: ['stations_district'] };
    const all = await service.run(request(districts));
    expect(all).toMatchObject({ truncated: false, rowCount: 5 });
    expect(await service.run(request({ ...districts, limit: 5 }))).toMatchObject({ truncated: false, rowCount: 5 });
    expect(await service.run(request({ ...districts, limit: 4 }))).toMatchObject({ truncated: true, rowCount: 4 });
  });

  it('does not cache a failure', async () => {
    const service = createQueryService();
    const broken: Warehouse = { ...real, run: (options) => real.run({ ...options, sql: 'SELECT nothing' }) };
    await expect(service.run(request(TRIPS, { warehouse: broken }))).rejects.toMatchObject({ code: 'unprocessable' });
    expect((await service.run(request(TRIPS))).rowCount).toBeGreaterThan(0);
  });
});

it('every explore of every sample answers a query over all of its fields', async () => {
  for (const sample of samples) {
    const file = join(folder, `all-${sample.warehouseFile}`);
    await sample.generate(file);
    const opened = await openWarehouse({ kind: 'duckdb', path: file }, { projectFolder: folder, allowedRoots: [] });
    const signal = new AbortController().signal;
    const all = await loadSemanticModel(sample.folder, { tables: await opened.tables(signal) });
    expect(all.issues).toEqual([]);
    const service = createQueryService();
    const { catalogOf } = await import('#lib/semantic/catalog.ts');
    for (const explore of catalogOf(all).explores) {
      const query = {
        explore: explore.name,
        dimensions: explore.dimensions.slice(0, 50).map(({ id }) => id),
        metrics: explore.metrics.map(({ id }) => id),
        limit: 2,
      };
      const result = await service.run({ ...request(query), model: all, warehouse: opened });
      expect(result.rowCount).toBe(2);
    }
    await opened.close();
  }
});

it('generates the same figures each time', async () => {
  const figures = async (name: string) => {
    const file = join(folder, name);
    await bikeshare.generate(file);
    const opened = await openWarehouse({ kind: 'duckdb', path: name }, { projectFolder: folder, allowedRoots: [] });
    const sql = `SELECT md5(string_agg(CAST(t AS VARCHAR), '|' ORDER BY trip_key)), sum(fare) FROM trips t`;
    const { rows } = await opened.run({ sql, params: [], maxRows: 1, timeoutMs: 30_000, signal: new AbortController().signal });
    await opened.close();
    return rows;
  };
  expect(await figures('one.duckdb')).toEqual(await figures('two.duckdb'));
});
