import { useQuery } from '@tanstack/react-query';
import { PreviewToken } from '#lib/contracts/app.ts';
import type { MetricQuery } from '#lib/contracts/query.ts';
import { QueryResult } from '#lib/contracts/query.ts';
import { api } from './api.ts';
import { keys } from './keys.ts';
import { apiPath } from './paths.ts';

/** The address at which a version opens. It is asked for once a version; `refetch` makes a fresh one. */
export function usePreviewToken(appId: string, version: number) {
  return useQuery({
    queryKey: keys.previewToken(appId, version),
    queryFn: ({ signal }) => api(PreviewToken, apiPath('apps', appId, 'versions', version, 'preview-token'), { method: 'POST', signal }),
    // A new address would reload the frame under the person's hands: only `refetch` makes one.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
}

const QUERY_DEADLINE_MS = 5 * 60_000;

/** A query of the running app, as the person who looks at it. */
export function runAppQuery(appId: string, version: number, query: MetricQuery, signal: AbortSignal): Promise<QueryResult> {
  return api(QueryResult, apiPath('apps', appId, 'query'), {
    method: 'POST',
    body: { version, query },
    signal,
    deadlineMs: QUERY_DEADLINE_MS,
  });
}

/** The iframe address: the app learns the host's origin from the fragment, which never travels to a server. */
export function previewAddress(url: string, hostOrigin: string): string {
  const address = new URL(url, hostOrigin);
  address.hash = `host=${hostOrigin}`;
  return address.href;
}
