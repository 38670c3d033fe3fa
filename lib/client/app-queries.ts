import { AppQueryLine } from '#lib/contracts/app.ts';
import type { QueryResult } from '#lib/contracts/query.ts';
import { createResultCache } from '#lib/result-cache.ts';
import { ApiError, errorOf } from './api.ts';
import { apiPath } from './paths.ts';
import { type AskedQuery, type BatchOutcome, createQueryPool, type QueryPool } from './query-pool.ts';

const DEADLINE_MS = 5 * 60_000;
const CACHE_BYTES = 24 * 1024 * 1024;
/** Short: who changes a filter back and forth, or reloads the app, need not wait; nobody is shown old rows for long. */
const CACHE_TTL_MS = 60_000;

/** The rows that this page's viewer got a moment ago, of all apps that were opened in it. */
const recent = createResultCache<QueryResult>({ maxBytes: CACHE_BYTES, ttlMs: CACHE_TTL_MS, clock: () => performance.now() });

/** The queries of a running app, as the person who looks at it. */
export function createAppQueries(appId: string, version: number): QueryPool {
  return createQueryPool({
    runBatch: (asked, tell, signal) => askTogether({ appId, version, asked }, tell, signal),
    cache: recent,
    cachePrefix: `${appId}/${version}/`,
  });
}

interface Together {
  readonly appId: string;
  readonly version: number;
  readonly asked: readonly AskedQuery[];
}

async function askTogether(
  { appId, version, asked }: Together,
  tell: (id: number, outcome: BatchOutcome) => void,
  signal: AbortSignal,
): Promise<void> {
  const deadline = AbortSignal.timeout(DEADLINE_MS);
  try {
    const response = await fetch(apiPath('apps', appId, 'queries'), {
      method: 'POST',
      headers: { accept: 'application/x-ndjson', 'content-type': 'application/json' },
      body: JSON.stringify({ version, queries: asked }),
      signal: AbortSignal.any([signal, deadline]),
    });
    if (!response.ok) throw await errorOf(response);
    if (response.body === null) return;
    for await (const line of linesOf(response.body)) tellLine(line, tell);
  } catch (thrown) {
    if (thrown instanceof ApiError) throw thrown;
    if (deadline.aborted) throw new ApiError('timeout', 'The rows took longer than five minutes. Ask for fewer rows or a shorter period.');
    throw new ApiError('offline', 'The server cannot be reached. Check your connection, then try again.', { cause: thrown });
  }
}

function tellLine(line: string, tell: (id: number, outcome: BatchOutcome) => void): void {
  const { data } = AppQueryLine.safeParse(parse(line));
  // Without a number nobody can be told: who waits hears at the end that the rows did not come.
  if (data === undefined) return;
  if ('result' in data) tell(data.id, { result: data.result, bytes: 2 * line.length });
  else tell(data.id, { error: new ApiError(data.error.code, data.error.message) });
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined; // not a line of ours: the schema refuses it
  }
}

/** The lines of a stream, as they end. */
export async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
  let pieces: string[] = [];
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      const parts = read.value.split('\n');
      pieces.push(parts[0] ?? '');
      for (const part of parts.slice(1)) {
        yield pieces.join('');
        pieces = [part];
      }
    }
    const rest = pieces.join('');
    if (rest !== '') yield rest;
  } finally {
    await reader.cancel();
  }
}
