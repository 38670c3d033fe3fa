import { describe, expect, it } from 'vitest';
import { MetricQuery, type QueryResult } from '#lib/contracts/query.ts';
import { createQueryPool } from './query-pool.ts';

const query = (explore: string) => MetricQuery.parse({ explore });
const RESULT: QueryResult = {
  columns: [],
  rows: [],
  rowCount: 0,
  truncated: false,
  cache: { hit: false, ageMs: 0 },
  timing: { compileMs: 0, warehouseMs: 0, totalMs: 0 },
};
const never = () => new AbortController().signal;

/** A runner that is answered by hand. */
function runner() {
  const calls: { explore: string; signal: AbortSignal; answer: () => void; fail: (error: Error) => void }[] = [];
  const run = (metricQuery: MetricQuery, signal: AbortSignal) =>
    new Promise<QueryResult>((resolve, reject) => {
      calls.push({ explore: metricQuery.explore, signal, answer: () => resolve(RESULT), fail: reject });
      signal.addEventListener('abort', () => reject(signal.reason));
    });
  return { run, calls };
}
const tick = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('the query pool', () => {
  it('runs equal queries once and answers all who asked', async () => {
    const { run, calls } = runner();
    const pool = createQueryPool(run);
    const both = Promise.all([pool.run(query('orders'), never()), pool.run(query('orders'), never())]);
    await tick();
    expect(calls.map((call) => call.explore)).toEqual(['orders']);
    calls[0]!.answer();
    expect(await both).toEqual([RESULT, RESULT]);
  });

  it('runs no more at a time than it may', async () => {
    const { run, calls } = runner();
    const pool = createQueryPool(run, 2);
    const all = ['a', 'b', 'c'].map((explore) => pool.run(query(explore), never()));
    await tick();
    expect(calls).toHaveLength(2);
    calls[0]!.fail(new Error('no'));
    await expect(all[0]).rejects.toThrow('no');
    await tick();
    expect(calls.map((call) => call.explore)).toEqual(['a', 'b', 'c']);
  });

  it('stops a query when the last who asked has left, not before', async () => {
    const { run, calls } = runner();
    const pool = createQueryPool(run);
    const [one, two] = [new AbortController(), new AbortController()];
    const first = pool.run(query('orders'), one.signal);
    const second = pool.run(query('orders'), two.signal);
    await tick();
    one.abort(new Error('left'));
    await expect(first).rejects.toThrow('left');
    expect(calls[0]!.signal.aborted).toBe(false);
    two.abort(new Error('left too'));
    await expect(second).rejects.toThrow('left too');
    expect(calls[0]!.signal.aborted).toBe(true);
  });

  it('never starts a query that was given up in the same tick', async () => {
    const { run, calls } = runner();
    const stop = new AbortController();
    const asked = createQueryPool(run).run(query('orders'), stop.signal);
    stop.abort(new Error('unmounted'));
    await expect(asked).rejects.toThrow('unmounted');
    await tick();
    expect(calls).toEqual([]);
  });
});
