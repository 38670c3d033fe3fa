import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { samples } from '../../examples/samples.ts';
import type { Api } from './api.ts';
import { progress } from './bench-instance.ts';
import { type Measured, median } from './figures.ts';

const ROUNDS = 60;
/** Not counted: a server that has just started compiles its code, and so does the other side of the comparison. */
const WARM_UP = 30;
/** What one trip over HTTP with sign-in may cost: taken off before the comparison. */
const FIXED_MS = 5;

/** A limit of its own makes every query a new one for the cache, and the same work for the warehouse. */
const queryNumber = (index: number) => ({
  explore: 'orders',
  dimensions: ['orders_order_date_month', 'regions_region_name'],
  metrics: ['orders_total_revenue', 'orders_order_count'],
  limit: 1_000 + index,
});

/** The whole path against the same SQL straight in DuckDB, in pairs; and answers from the cache. */
export async function measureQueries(api: Api, dataDir: string): Promise<Measured> {
  progress('queries');
  const instance = await DuckDBInstance.create(join(dataDir, 'samples', samples[0].warehouseFile), { access_mode: 'READ_ONLY' });
  const connection = await instance.connect();
  const ratios: number[] = [];
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    const started = performance.now();
    const { sql, cache } = await api.query(queryNumber(round + WARM_UP));
    const wholeMs = performance.now() - started;
    if (cache.hit || sql === undefined) throw new Error('expected an answer from the warehouse, with its SQL');
    const bareStarted = performance.now();
    await (await connection.runAndReadAll(sql)).getRowsJson();
    const bareMs = performance.now() - bareStarted;
    if (round >= 0) ratios.push((wholeMs - FIXED_MS) / bareMs);
  }
  const cached: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const started = performance.now();
    const { cache } = await api.query(queryNumber(0));
    cached.push(performance.now() - started);
    if (!cache.hit) throw new Error('expected an answer from the cache');
  }
  connection.closeSync();
  return { query_cold_ratio: median(ratios), query_cached_p50_ms: median(cached) };
}
