import { type InfiniteData, keepPreviousData, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { App } from '#lib/contracts/app.ts';
import { page } from '#lib/contracts/page.ts';
import { api } from './api.ts';
import { keys } from './keys.ts';
import { apiPath, listPath } from './paths.ts';
import { isActive } from './use-builds.ts';

const PAGE_SIZE = 60;
const BUSY_REFRESH_MS = 5_000;

const AppsPage = page(App);

const isBusy = ({ latestBuild }: App) => latestBuild !== null && isActive(latestBuild);

/**
 * The apps that the actor may see and that hold `search`, last changed first; refreshed while one of them is being built.
 * @param spaceId a space, `personal`, or nothing for all
 */
export function useApps(search: string, spaceId = '') {
  return useInfiniteQuery({
    queryKey: keys.appList(search, spaceId),
    queryFn: ({ pageParam, signal }) => api(AppsPage, listPath('/api/apps', PAGE_SIZE, pageParam, search, { spaceId }), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    select: inOneList,
    placeholderData: keepPreviousData,
    refetchInterval: (query) => (query.state.data?.pages.some((one) => one.items.some(isBusy)) ? BUSY_REFRESH_MS : false),
  });
}

/** An app that moved between two pages while they were read is shown once. */
const inOneList = ({ pages }: InfiniteData<z.infer<typeof AppsPage>, string | null>): App[] => [
  ...new Map(pages.flatMap((one) => one.items).map((app) => [app.id, app])).values(),
];

/** Deletes an app for everybody. */
export function useDeleteApp() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (appId: string) => api(z.unknown(), apiPath('apps', appId), { method: 'DELETE' }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.appLists }),
  });
}
