import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { CompiledQuery, type MetricQuery } from '#lib/contracts/query.ts';
import { api } from './api.ts';
import { keys } from './keys.ts';
import { apiPath } from './paths.ts';
import { encodeQuery } from './query-url.ts';

/** The SQL of a query, which runs nothing; nothing is asked while it is null. Needs the scope `view:Sql`. */
export function useCompiledQuery(projectId: string, query: MetricQuery | null) {
  return useQuery({
    queryKey: keys.compiledQuery(projectId, query === null ? '' : encodeQuery(query)),
    queryFn: ({ signal }) =>
      api(CompiledQuery, apiPath('projects', projectId, 'query', 'compile'), { method: 'POST', body: query, signal }),
    enabled: query !== null,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}
