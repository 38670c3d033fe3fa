import type { MetricQuery, QueryResult } from '#lib/contracts/query.ts';

export interface QueryPool {
  /** Runs a query, together with an equal one that is already under way. Rejects with the signal's reason when it is aborted. */
  run(query: MetricQuery, signal: AbortSignal): Promise<QueryResult>;
}

interface Flight {
  query: MetricQuery;
  stop: AbortController;
  watchers: number;
  promise: Promise<QueryResult>;
  start(): void;
}

type Run = (query: MetricQuery, signal: AbortSignal) => Promise<QueryResult>;

/** Collects the queries of one tick, runs equal ones once and at most `parallel` at a time; one that nobody waits for is stopped. */
export function createQueryPool(run: Run, parallel = 6): QueryPool {
  const flights = new Map<string, Flight>();
  const waiting: Flight[] = [];
  let running = 0;
  let scheduled = false;

  function launch() {
    scheduled = false;
    while (running < parallel) {
      const next = waiting.shift();
      if (next === undefined) return;
      if (next.stop.signal.aborted) continue;
      running += 1;
      next.start();
      const free = () => {
        running -= 1;
        launch();
      };
      next.promise.then(free, free);
    }
  }

  function fly(key: string, query: MetricQuery): Flight {
    const stop = new AbortController();
    const { promise, resolve, reject } = Promise.withResolvers<QueryResult>();
    const flight: Flight = { query, stop, watchers: 0, promise, start: () => run(query, stop.signal).then(resolve, reject) };
    const forget = () => {
      if (flights.get(key) === flight) flights.delete(key);
    };
    promise.then(forget, forget);
    stop.signal.addEventListener('abort', forget);
    flights.set(key, flight);
    waiting.push(flight);
    if (!scheduled) {
      scheduled = true;
      setTimeout(launch, 0);
    }
    return flight;
  }

  return {
    run(query, signal) {
      const key = JSON.stringify(query);
      const flight = flights.get(key) ?? fly(key, query);
      flight.watchers += 1;
      return new Promise((resolve, reject) => {
        const leave = () => {
          reject(signal.reason);
          flight.watchers -= 1;
          if (flight.watchers === 0) flight.stop.abort(signal.reason);
        };
        if (signal.aborted) return leave();
        signal.addEventListener('abort', leave, { once: true });
        const settled = () => signal.removeEventListener('abort', leave);
        flight.promise.then(resolve, reject).finally(settled);
      });
    },
  };
}
