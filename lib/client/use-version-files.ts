import { useQuery } from '@tanstack/react-query';
import { VersionFiles, VersionFileText } from '#lib/contracts/app.ts';
import { api } from './api.ts';
import { keys } from './keys.ts';
import { apiFilePath, apiPath } from './paths.ts';

// A version never changes, so neither do its files.
const IMMUTABLE = { staleTime: Number.POSITIVE_INFINITY };

/** The source files of a version. */
export function useVersionFiles(appId: string, version: number) {
  return useQuery({
    queryKey: keys.versionFiles(appId, version),
    queryFn: async ({ signal }) => (await api(VersionFiles, apiPath('apps', appId, 'versions', version, 'files'), { signal })).files,
    ...IMMUTABLE,
  });
}

/** The text of one source file; nothing is asked while `path` is null. */
export function useVersionFile(appId: string, version: number, path: string | null) {
  return useQuery({
    queryKey: keys.versionFile(appId, version, path ?? ''),
    queryFn: ({ signal }) => api(VersionFileText, apiFilePath(['apps', appId, 'versions', version, 'files'], path ?? ''), { signal }),
    enabled: path !== null,
    ...IMMUTABLE,
  });
}
