import { useQuery } from '@tanstack/react-query';
import { BuildEstimate } from '#lib/contracts/usage.ts';
import { api } from './api.ts';
import { formatEstimate } from './format-estimate.ts';
import { keys } from './keys.ts';
import { apiPath } from './paths.ts';

const STALE_MS = 5 * 60_000;

/** What the next build of this app usually costs and takes, in words; null while nothing is known. */
export function useEstimate(appId: string, wanted: boolean): string | null {
  const { data } = useQuery({
    queryKey: keys.estimate(appId),
    queryFn: ({ signal }) => api(BuildEstimate, apiPath('apps', appId, 'estimate'), { signal }),
    enabled: wanted,
    staleTime: STALE_MS,
  });
  return data?.estimate ? formatEstimate(data.estimate) : null;
}
