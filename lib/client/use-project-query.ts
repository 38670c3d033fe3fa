import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { type MetricQuery, QueryResult } from '#lib/contracts/query.ts';
import { api } from './api.ts';
import { keys } from './keys.ts';
import { apiPath } from './paths.ts';
import { encodeQuery } from './query-url.ts';

// The warehouse gives up after 60 seconds, and may have to wait for its turn first.
const QUERY_DEADLINE_MS = 120_000;

/** The rows of a metric query; nothing is asked while it is null. Rows of the query before stay until new ones are there. */
export function useProjectQuery(projectId: string, query: MetricQuery | null) {
  const client = useQueryClient();
  const queryKey = keys.projectQuery(projectId, query === null ? '' : encodeQuery(query));
  const result = useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      api(QueryResult, apiPath('projects', projectId, 'query'), {
        method: 'POST',
        body: query,
        signal,
        deadlineMs: QUERY_DEADLINE_MS,
      }),
    enabled: query !== null,
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 10 * 60_000,
    refetchOnWindowFocus: false,
  });
  /** Stops waiting; the server then stops the query in the warehouse. */
  const cancel = () => client.cancelQueries({ queryKey });
  return { ...result, cancel };
}
