import { useQuery } from '@tanstack/react-query';
import { VersionDiff } from '#lib/contracts/version-diff.ts';
import { api } from './api.ts';
import { keys } from './keys.ts';
import { apiPath } from './paths.ts';

/** What changed from one version to another; nothing is asked while `against` is null or below 1. Versions never change. */
export function useVersionDiff(appId: string, number: number, against: number | null) {
  return useQuery({
    queryKey: keys.versionDiff(appId, number, against ?? 0),
    queryFn: ({ signal }) =>
      api(VersionDiff, `${apiPath('apps', appId, 'versions', number, 'diff')}?against=${against}`, { signal, deadlineMs: 60_000 }),
    enabled: against !== null && against >= 1,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
