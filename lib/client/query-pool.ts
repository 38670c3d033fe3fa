import { MAX_BATCH_QUERIES } from '#lib/contracts/app.ts';
import type { MetricQuery, QueryResult } from '#lib/contracts/query.ts';
import type { ResultCache } from '#lib/result-cache.ts';
import { ApiError } from './api.ts';

export interface QueryPool {
  /**
   * Runs a query, together with an equal one that is already under way, or answers from what came a moment ago.
   * Rejects with an ApiError, or with the signal's reason when it is aborted.
   */
  run(query: MetricQuery, signal: AbortSignal): Promise<QueryResult>;
}

export interface AskedQuery {
  readonly id: number;
  readonly query: MetricQuery;
}

/** What became of one query of a batch. `bytes` is about what a result weighs. */
export type BatchOutcome = { readonly result: QueryResult; readonly bytes: number } | { readonly error: ApiError };

/** Asks several queries in one request; tells of each as it ends and resolves when all is said. Rejects when the request fails. */
export type RunBatch = (
  asked: readonly AskedQuery[],
  tell: (id: number, outcome: BatchOutcome) => void,
  signal: AbortSignal,
) => Promise<void>;

export interface QueryPoolOptions {
  readonly runBatch: RunBatch;
  /** Results by query; leave out for none. */
  readonly cache?: ResultCache<QueryResult>;
  /** Put before the query in the cache's keys. */
  readonly cachePrefix?: string;
  /** Requests at a time: a browser opens six connections to a host, and the page needs some itself. */
  readonly parallel?: number;
}

interface Flight {
  readonly id: number;
  readonly key: string;
  readonly query: MetricQuery;
  readonly promise: Promise<QueryResult>;
  readonly resolve: (result: QueryResult) => void;
  readonly reject: (error: unknown) => void;
  watchers: number;
  settled: boolean;
  batch: Batch | null;
}

interface Batch {
  readonly flights: ReadonlyMap<number, Flight>;
  readonly stop: AbortController;
}

/** Characters of queries in one request; the server takes two megabytes. */
const MAX_BATCH_CHARS = 600_000;

/** Collects the queries of one tick into one request, runs equal ones once, keeps results for a while, stops what nobody waits for. */
export function createQueryPool({ runBatch, cache, cachePrefix = '', parallel = 3 }: QueryPoolOptions): QueryPool {
  const flights = new Map<string, Flight>();
  let waiting: Flight[] = [];
  let running = 0;
  let scheduled = false;
  let lastId = 0;

  function settle(flight: Flight, outcome: BatchOutcome) {
    if (flight.settled) return;
    flight.settled = true;
    if (flights.get(flight.key) === flight) flights.delete(flight.key);
    if ('error' in outcome) return flight.reject(outcome.error);
    cache?.set(cachePrefix + flight.key, outcome.result, outcome.bytes);
    flight.resolve(outcome.result);
  }

  async function launch(taken: readonly Flight[]) {
    const batch: Batch = { flights: new Map(taken.map((flight) => [flight.id, flight])), stop: new AbortController() };
    for (const flight of taken) flight.batch = batch;
    let failure = new ApiError('bad_answer', 'The connection ended before the rows came. Try again.');
    try {
      const asked = taken.map(({ id, query }) => ({ id, query }));
      const tell = (id: number, outcome: BatchOutcome) => {
        const flight = batch.flights.get(id);
        if (flight !== undefined) settle(flight, outcome);
        stopIfUnwanted(batch);
      };
      await runBatch(asked, tell, batch.stop.signal);
    } catch (thrown) {
      failure = thrown instanceof ApiError ? thrown : new ApiError('internal', 'The query could not be run. Try again.', { cause: thrown });
    } finally {
      for (const flight of taken) settle(flight, { error: failure });
    }
  }

  function start() {
    scheduled = false;
    while (running < parallel && waiting.length > 0) {
      const [taken, left] = takeBatch(waiting.filter((flight) => flight.watchers > 0));
      waiting = left;
      if (taken.length === 0) return;
      running += 1;
      void launch(taken).finally(() => {
        running -= 1;
        start();
      });
    }
  }

  function fly(key: string, query: MetricQuery): Flight {
    const { promise, resolve, reject } = Promise.withResolvers<QueryResult>();
    const flight: Flight = { id: ++lastId, key, query, promise, resolve, reject, watchers: 0, settled: false, batch: null };
    promise.catch(() => undefined); // each watcher hears of it itself
    flights.set(key, flight);
    waiting.push(flight);
    if (!scheduled) {
      scheduled = true;
      setTimeout(start, 0);
    }
    return flight;
  }

  function leave(flight: Flight) {
    flight.watchers -= 1;
    if (flight.watchers > 0) return;
    if (flight.batch !== null) return stopIfUnwanted(flight.batch);
    if (flights.get(flight.key) === flight) flights.delete(flight.key);
  }

  /** One connection carries the whole batch: it is closed as soon as nobody waits for what is left of it. */
  function stopIfUnwanted({ flights: all, stop }: Batch) {
    const open = [...all.values()].filter((flight) => !flight.settled);
    if (open.length === 0 || open.some((flight) => flight.watchers > 0)) return;
    for (const flight of open) if (flights.get(flight.key) === flight) flights.delete(flight.key);
    stop.abort(new Error('Nobody waits for these queries any more.'));
  }

  return {
    async run(query, signal) {
      signal.throwIfAborted();
      const key = JSON.stringify(query);
      const held = cache?.get(cachePrefix + key);
      if (held !== undefined) return aged(held.value, held.ageMs);
      const flight = flights.get(key) ?? fly(key, query);
      flight.watchers += 1;
      const left = Promise.withResolvers<never>();
      const onAbort = () => {
        left.reject(signal.reason);
        leave(flight);
      };
      signal.addEventListener('abort', onAbort, { once: true });
      try {
        return await Promise.race([flight.promise, left.promise]);
      } finally {
        signal.removeEventListener('abort', onAbort);
      }
    },
  };
}

/** As many as one request takes, and the rest. */
function takeBatch(all: readonly Flight[]): [taken: Flight[], left: Flight[]] {
  let chars = 0;
  let count = 0;
  for (const { key } of all) {
    chars += key.length;
    if (count > 0 && (count >= MAX_BATCH_QUERIES || chars > MAX_BATCH_CHARS)) break;
    count += 1;
  }
  return [all.slice(0, count), all.slice(count)];
}

const aged = (result: QueryResult, ageMs: number): QueryResult => ({
  ...result,
  cache: { hit: true, ageMs: Math.round(result.cache.ageMs + ageMs) },
});
