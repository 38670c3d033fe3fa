import { type InfiniteData, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { Version } from '#lib/contracts/app.ts';
import { page } from '#lib/contracts/page.ts';
import { api } from './api.ts';
import { keys } from './keys.ts';
import { apiPath, listPath } from './paths.ts';

const PAGE_SIZE = 40;
const VersionsPage = page(Version);

/** The versions of an app, newest first: the first page, and the next ones on demand. Read once they are `wanted`. */
export function useVersions(appId: string, wanted: boolean) {
  return useInfiniteQuery({
    queryKey: keys.versions(appId),
    queryFn: ({ pageParam, signal }) => api(VersionsPage, listPath(apiPath('apps', appId, 'versions'), PAGE_SIZE, pageParam), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    select: inOneLine,
    enabled: wanted,
  });
}

const inOneLine = ({ pages }: InfiniteData<z.infer<typeof VersionsPage>, string | null>): Version[] => pages.flatMap((one) => one.items);

export type VersionAction = { kind: 'restore' | 'publish'; version: number } | { kind: 'unpublish' };

function pathOf(appId: string, action: VersionAction): string {
  if (action.kind === 'unpublish') return apiPath('apps', appId, 'unpublish');
  return apiPath('apps', appId, 'versions', action.version, action.kind);
}

/** Restores (a new head with that content), publishes or unpublishes. */
export function useVersionAction(appId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (action: VersionAction) => api(z.unknown(), pathOf(appId, action), { method: 'POST' }),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: keys.versions(appId), exact: true }),
        client.invalidateQueries({ queryKey: keys.app(appId), exact: true }),
        client.invalidateQueries({ queryKey: keys.appLists }),
      ]),
  });
}

/** Where the source of a version is downloaded, as an ordinary Vite project. */
export const downloadPath = (appId: string, version: number) => apiPath('apps', appId, 'versions', version, 'download');
