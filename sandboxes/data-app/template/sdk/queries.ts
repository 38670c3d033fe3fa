import type { AppMessage, AskedQuery, MetricQueryInput, QueryResult } from './types.ts';

const DEADLINE_MS = 120_000;
/** The host takes no more in one message. */
const MAX_A_MESSAGE = 50;

/** Rows, and the number of the request that brought them. */
export interface Answer {
  readonly id: number;
  readonly result: QueryResult;
}

/** Why a query has no result. `code` is for programs, `message` for people. */
export class QueryError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'QueryError';
    this.code = code;
  }
}

export interface Queries {
  /** Runs a query. What is asked in one tick travels together, equal queries under way share one request, and the last caller to abort cancels it. */
  run(query: MetricQueryInput, signal: AbortSignal): Promise<Answer>;
  settle(id: number, outcome: QueryResult | QueryError): void;
  failAll(error: QueryError): void;
  /** Asks everything under way again: a new port knows nothing of the one before. */
  resend(): void;
  /** How many are under way, and how many were ever sent. */
  count(): { readonly underWay: number; readonly started: number };
  subscribe(listener: () => void): () => void;
}

interface UnderWay {
  readonly id: number;
  readonly key: string;
  readonly query: MetricQueryInput;
  readonly promise: Promise<Answer>;
  readonly settle: (outcome: QueryResult | QueryError) => void;
  waiting: number;
}

/** Keeps what is asked apart from how it travels: `send` carries `queries` and `cancel` messages. */
export function createQueries({ send }: { send: (message: AppMessage) => void }): Queries {
  const byId = new Map<number, UnderWay>();
  const byKey = new Map<string, UnderWay>();
  const listeners = new Set<() => void>();
  let started = 0;
  let broken: QueryError | null = null;
  /** Asked in this tick and not sent yet. */
  let fresh: UnderWay[] = [];

  function sendAll(entries: readonly UnderWay[]) {
    const asked: AskedQuery[] = entries.map(({ id, query }) => ({ id, query }));
    for (let from = 0; from < asked.length; from += MAX_A_MESSAGE) {
      send({ type: 'queries', queries: asked.slice(from, from + MAX_A_MESSAGE) });
    }
  }

  function flush() {
    const wanted = fresh.filter(({ id }) => byId.has(id));
    fresh = [];
    sendAll(wanted);
  }

  function cancel(entry: UnderWay, error: QueryError) {
    if (!fresh.includes(entry)) send({ type: 'cancel', id: entry.id });
    finish(entry, error);
  }

  function finish(entry: UnderWay, outcome: QueryResult | QueryError) {
    if (!byId.delete(entry.id)) return;
    byKey.delete(entry.key);
    entry.settle(outcome);
    for (const listener of listeners) listener();
  }

  function start(key: string): UnderWay {
    const id = ++started;
    // What has no place in JSON could not be posted either, and would take the queries beside it along.
    const query = JSON.parse(key) as MetricQueryInput;
    const { promise, resolve, reject } = withResolvers<Answer>();
    const timer = setTimeout(() => {
      cancel(entry, new QueryError('timeout', 'The query took longer than two minutes. Ask for fewer rows or a shorter period.'));
    }, DEADLINE_MS);
    const settle = (outcome: QueryResult | QueryError) => {
      clearTimeout(timer);
      if (outcome instanceof QueryError) reject(outcome);
      else resolve({ id, result: outcome });
    };
    const entry: UnderWay = { id, key, query, promise, settle, waiting: 0 };
    byId.set(id, entry);
    byKey.set(key, entry);
    if (fresh.push(entry) === 1) queueMicrotask(flush);
    return entry;
  }

  return {
    run: async (query, signal) => {
      if (broken) throw broken;
      const key = queryKey(query);
      const entry = byKey.get(key) ?? start(key);
      entry.waiting++;
      const leave = () => {
        if (--entry.waiting > 0 || !byId.has(entry.id)) return;
        cancel(entry, new QueryError('cancelled', 'The query was cancelled.'));
      };
      signal.addEventListener('abort', leave, { once: true });
      try {
        return await entry.promise;
      } finally {
        signal.removeEventListener('abort', leave);
      }
    },
    settle: (id, outcome) => {
      const entry = byId.get(id);
      if (entry) finish(entry, outcome);
    },
    failAll: (error) => {
      broken = error;
      for (const entry of [...byId.values()]) finish(entry, error);
    },
    resend: () => {
      fresh = [];
      sendAll([...byId.values()]);
    },
    count: () => ({ underWay: byId.size, started }),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The same text for the same query, whatever the order in which its keys were written. */
export function queryKey(query: MetricQueryInput): string {
  return JSON.stringify(query, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

function withResolvers<T>() {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<T>((ok, fail) => {
    resolve = ok;
    reject = fail;
  });
  return { promise, resolve, reject };
}
