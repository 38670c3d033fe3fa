import type { QueryResult } from '#lib/contracts/query.ts';
import { observeMs } from '#lib/metrics/meter.ts';
import { traced } from '#lib/trace/trace.ts';

/** One span and one measurement for a metric query. */
export async function observedQuery(work: () => Promise<QueryResult>): Promise<QueryResult> {
  const started = performance.now();
  const note = (cache: 'hit' | 'miss', status: 'ok' | 'failed') =>
    observeMs('glassworks_query_seconds', { cache, status }, performance.now() - started);
  try {
    const result = await traced('query', {}, async (span) => {
      const answer = await work();
      span.add({ 'glassworks.query.cached': answer.cache.hit, 'glassworks.query.rows': answer.rowCount });
      return answer;
    });
    note(result.cache.hit ? 'hit' : 'miss', 'ok');
    return result;
  } catch (error) {
    note('miss', 'failed');
    throw error;
  }
}
