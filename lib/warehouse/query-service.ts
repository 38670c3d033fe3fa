import { createHash } from 'node:crypto';
import type { Cell, MetricQuery, QueryResult } from '#lib/contracts/query.ts';
import { createResultCache } from '#lib/result-cache.ts';
import { type Compiled, compile } from '#lib/semantic/compile/compile.ts';
import type { SemanticModel } from '#lib/semantic/model.ts';
import { createCoalescer } from './coalesce.ts';
import type { Warehouse } from './contract.ts';

export interface QueryServiceOptions {
  readonly maxCacheBytes?: number;
  readonly ttlMs?: number;
  readonly timeoutMs?: number;
}

export interface RunQuery {
  readonly model: SemanticModel;
  readonly warehouse: Warehouse;
  /** Names the connection: answers of one warehouse never serve another. */
  readonly warehouseId: string;
  readonly query: MetricQuery;
  /** Whoever the warehouse answers: answers of one identity never serve another. */
  readonly identity: string;
  /** IANA name; `query.timezone` wins. */
  readonly timezone: string;
  /** Cancels the query in the warehouse, unless another caller waits for the same answer. */
  readonly signal: AbortSignal;
  readonly includeSql: boolean;
  /** Pays for what reaches the warehouse: answers from the cache cost nothing. */
  readonly pay?: <T>(timeoutMs: number, work: () => Promise<T>) => Promise<T>;
}

export interface QueryService {
  /**
   * Compiles and runs a metric query, or answers from the cache. The rows may be shared between callers: do not change them.
   * @throws AppError `invalid_request` for a query that does not fit the model, `unprocessable` when the warehouse
   * refuses it, `unavailable` when it cannot be reached or takes too long; the signal's reason on abort
   */
  run(request: RunQuery): Promise<QueryResult>;
  /** Forgets all answers. */
  clear(): void;
}

interface Answer {
  readonly rows: Cell[][];
  readonly truncated: boolean;
  readonly warehouseMs: number;
}

const free = <T>(_timeoutMs: number, work: () => Promise<T>): Promise<T> => work();

const CACHE_BYTES = 64 * 1024 * 1024;
const CACHE_TTL_MS = 5 * 60_000;
const QUERY_TIMEOUT_MS = 60_000;

export function createQueryService(options: QueryServiceOptions = {}): QueryService {
  const { maxCacheBytes = CACHE_BYTES, ttlMs = CACHE_TTL_MS, timeoutMs = QUERY_TIMEOUT_MS } = options;
  const cache = createResultCache<Answer>({ maxBytes: maxCacheBytes, ttlMs, clock: () => performance.now() });
  const flights = createCoalescer<Answer>();

  const ask = async (key: string, { warehouse, query, pay = free }: RunQuery, compiled: Compiled, signal: AbortSignal): Promise<Answer> => {
    const started = performance.now();
    const { sql, params } = compiled;
    const { rows, truncated } = await pay(timeoutMs, () => warehouse.run({ sql, params, maxRows: query.limit, timeoutMs, signal }));
    const answer = { rows, truncated, warehouseMs: performance.now() - started };
    cache.set(key, answer, sizeOf(rows));
    return answer;
  };

  return {
    async run(request) {
      const started = performance.now();
      request.signal.throwIfAborted();
      const compiled = compile(request.model, request.query, request.warehouse.dialect, {
        now: thisMinute(),
        timezone: request.query.timezone ?? request.timezone,
      });
      const compileMs = performance.now() - started;
      const key = cacheKey(request, compiled);
      const cached = cache.get(key);
      const answer = cached?.value ?? (await flights.run(key, request.signal, (signal) => ask(key, request, compiled, signal)));
      return {
        columns: [...compiled.columns],
        rows: answer.rows,
        rowCount: answer.rows.length,
        truncated: answer.truncated,
        cache: { hit: cached !== undefined, ageMs: Math.round(cached?.ageMs ?? 0) },
        timing: { compileMs, warehouseMs: cached ? 0 : answer.warehouseMs, totalMs: performance.now() - started },
        ...(request.includeSql ? { sql: compiled.sql } : {}),
      };
    },
    clear: () => cache.clear(),
  };
}

function cacheKey({ warehouseId, model, identity, query }: RunQuery, { sql, params }: Compiled): string {
  return createHash('sha256')
    .update(JSON.stringify([warehouseId, model.version, identity, sql, params, query.limit]))
    .digest('base64');
}

/** Relative filters put the time into the parameters: whole minutes let their answers be cached. */
const thisMinute = (): Date => new Date(Math.floor(Date.now() / 60_000) * 60_000);

/** About what the rows weigh in memory. */
function sizeOf(rows: readonly Cell[][]): number {
  let bytes = 200;
  for (const row of rows) {
    bytes += 32;
    for (const cell of row) bytes += typeof cell === 'string' ? 24 + 2 * cell.length : 8;
  }
  return bytes;
}
