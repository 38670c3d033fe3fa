import { describe, expect, it } from 'vitest';
import { MetricQuery, type QueryResult } from '#lib/contracts/query.ts';
import { createResultCache } from '#lib/result-cache.ts';
import { ApiError } from './api.ts';
import { type BatchOutcome, createQueryPool, type RunBatch } from './query-pool.ts';

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
const tick = () => new Promise((resolve) => setTimeout(resolve, 0));

/** A server that is answered by hand. */
function server() {
  const batches: {
    explores: string[];
    signal: AbortSignal;
    answer: (explore: string, outcome?: BatchOutcome) => void;
    end: () => void;
    fail: (error: Error) => void;
  }[] = [];
  const runBatch: RunBatch = (asked, tell, signal) =>
    new Promise((resolve, reject) => {
      const ids = new Map(asked.map((one) => [one.query.explore, one.id]));
      const answer = (explore: string, outcome: BatchOutcome = { result: RESULT, bytes: 100 }) => tell(ids.get(explore) ?? 0, outcome);
      batches.push({ explores: [...ids.keys()], signal, answer, end: resolve, fail: reject });
      signal.addEventListener('abort', () => reject(signal.reason));
    });
  return { runBatch, batches };
}

describe('the query pool', () => {
  it('asks everything of one tick in one request, and equal queries once', async () => {
    const { runBatch, batches } = server();
    const pool = createQueryPool({ runBatch });
    const all = Promise.all(['orders', 'customers', 'orders'].map((explore) => pool.run(query(explore), never())));
    await tick();
    expect(batches.map(({ explores }) => explores)).toEqual([['orders', 'customers']]);
    batches[0]!.answer('customers');
    batches[0]!.answer('orders');
    expect(await all).toEqual([RESULT, RESULT, RESULT]);
  });

  it('hands on each result as it comes, and one failure fails one query', async () => {
    const { runBatch, batches } = server();
    const pool = createQueryPool({ runBatch });
    const [slow, bad, good] = ['slow', 'bad', 'good'].map((explore) => pool.run(query(explore), never()));
    await tick();
    batches[0]!.answer('bad', { error: new ApiError('unprocessable', 'No such column.') });
    batches[0]!.answer('good');
    await expect(bad).rejects.toThrow('No such column.');
    expect(await good).toEqual(RESULT);
    batches[0]!.end();
    await expect(slow).rejects.toThrow('The connection ended before the rows came.');
  });

  it('fails all of a request that fails', async () => {
    const { runBatch, batches } = server();
    const pool = createQueryPool({ runBatch });
    const both = Promise.allSettled([pool.run(query('a'), never()), pool.run(query('b'), never())]);
    await tick();
    batches[0]!.fail(new ApiError('not_found', 'There is no such app.'));
    expect((await both).map((one) => (one.status === 'rejected' ? String(one.reason.message) : one.status))).toEqual([
      'There is no such app.',
      'There is no such app.',
    ]);
  });

  it('puts no more into a request, and opens no more requests, than it may', async () => {
    const { runBatch, batches } = server();
    const pool = createQueryPool({ runBatch, parallel: 1 });
    const all = Promise.all(Array.from({ length: 51 }, (_, index) => pool.run(query(`e${index}`), never())));
    await tick();
    expect(batches.map(({ explores }) => explores.length)).toEqual([50]);
    for (const explore of batches[0]!.explores) batches[0]!.answer(explore);
    batches[0]!.end();
    await tick();
    expect(batches.map(({ explores }) => explores.length)).toEqual([50, 1]);
    batches[1]!.answer('e50');
    expect(await all).toHaveLength(51);
  });

  it('closes the connection when nobody waits for what is left, not before', async () => {
    const { runBatch, batches } = server();
    const pool = createQueryPool({ runBatch });
    const [one, two] = [new AbortController(), new AbortController()];
    const first = pool.run(query('orders'), one.signal);
    const second = pool.run(query('customers'), two.signal);
    const done = pool.run(query('done'), never());
    await tick();
    one.abort(new Error('left'));
    await expect(first).rejects.toThrow('left');
    two.abort(new Error('left too'));
    await expect(second).rejects.toThrow('left too');
    expect(batches[0]!.signal.aborted).toBe(false);
    batches[0]!.answer('done');
    expect(await done).toEqual(RESULT);
    expect(batches[0]!.signal.aborted).toBe(true);
  });

  it('takes a query up again whose viewers had left while others still wait', async () => {
    const { runBatch, batches } = server();
    const pool = createQueryPool({ runBatch });
    const gone = new AbortController();
    const left = pool.run(query('orders'), gone.signal);
    const other = pool.run(query('customers'), never());
    await tick();
    gone.abort(new Error('unmounted'));
    await expect(left).rejects.toThrow('unmounted');
    const again = pool.run(query('orders'), never());
    await tick();
    expect(batches).toHaveLength(1);
    batches[0]!.answer('orders');
    batches[0]!.answer('customers');
    expect(await Promise.all([again, other])).toEqual([RESULT, RESULT]);
  });

  it('never starts a query that was given up in the same tick', async () => {
    const { runBatch, batches } = server();
    const stop = new AbortController();
    const asked = createQueryPool({ runBatch }).run(query('orders'), stop.signal);
    stop.abort(new Error('unmounted'));
    await expect(asked).rejects.toThrow('unmounted');
    await tick();
    expect(batches).toEqual([]);
  });

  it('answers from what came a moment ago, with its age, for the same app and version only', async () => {
    const { runBatch, batches } = server();
    let now = 0;
    const cache = createResultCache<QueryResult>({ maxBytes: 1_000, ttlMs: 60_000, clock: () => now });
    const first = createQueryPool({ runBatch, cache, cachePrefix: 'app/1/' });
    const asked = first.run(query('orders'), never());
    await tick();
    batches[0]!.answer('orders');
    await asked;
    now = 5_000;
    expect((await first.run(query('orders'), never())).cache).toEqual({ hit: true, ageMs: 5_000 });
    void createQueryPool({ runBatch, cache, cachePrefix: 'app/2/' }).run(query('orders'), never());
    await tick();
    expect(batches).toHaveLength(2);
    now = 60_000;
    void first.run(query('orders'), never());
    await tick();
    expect(batches).toHaveLength(3);
  });
});
