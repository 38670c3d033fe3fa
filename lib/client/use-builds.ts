import { type InfiniteData, type QueryClient, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { z } from 'zod';
import type { App } from '#lib/contracts/app.ts';
import { Build, BuildStarted, type StartBuild } from '#lib/contracts/build.ts';
import { page } from '#lib/contracts/page.ts';
import { api } from './api.ts';
import { logQuery } from './build-log.ts';
import { keys } from './keys.ts';
import { apiPath, listPath } from './paths.ts';

const ACTIVE_REFRESH_MS = 10_000;
const PAGE_SIZE = 20;

/** Whether a build is still on its way. */
export const isActive = (build: Pick<Build, 'status'>) => build.status === 'queued' || build.status === 'running';

type BuildPage = z.infer<typeof BuildsPage>;
const BuildsPage = page(Build);

/**
 * The builds of an app in the order of the conversation, oldest first: the newest ones, and as many older ones as were
 * asked for with `fetchNextPage` (`hasNextPage` says whether there are older ones).
 */
export function useBuilds(appId: string) {
  const client = useQueryClient();
  return useInfiniteQuery({
    ...buildsQuery(client, appId),
    getNextPageParam: (last) => last.nextCursor,
    select: inOrder,
    // The event stream is what shows progress; this is the net under it.
    refetchInterval: (query) => (query.state.data?.pages[0]?.items.some(isActive) ? ACTIVE_REFRESH_MS : false),
  });
}

/** The log of the newest build is asked for as soon as it is known which one that is: nothing waits for the page to be drawn. */
const buildsQuery = (client: QueryClient, appId: string) => ({
  queryKey: keys.builds(appId),
  queryFn: async ({ pageParam, signal }: { pageParam: string | null; signal: AbortSignal }) => {
    const builds = await api(BuildsPage, listPath(apiPath('apps', appId, 'builds'), PAGE_SIZE, pageParam), { signal });
    const [newest] = builds.items;
    if (pageParam === null && newest !== undefined && !isActive(newest)) void client.prefetchQuery(logQuery(newest.id));
    return builds;
  },
  initialPageParam: null as string | null,
});

/** Reads the conversation of an app that is about to be opened. */
export const prepareBuilds = (client: QueryClient, appId: string): void => void client.prefetchInfiniteQuery(buildsQuery(client, appId));

const inOrder = ({ pages }: InfiniteData<BuildPage, string | null>): Build[] => pages.flatMap((one) => one.items).toReversed();

/**
 * Reads the app again when a build has made a version that the app does not show yet. The end of an event stream does
 * so at once; this is the net under it, for a stream that broke and for a build that another tab started.
 */
export function useNewVersions(app: Pick<App, 'id' | 'headVersion'>, builds: readonly Build[] | undefined): void {
  const client = useQueryClient();
  const newest = builds?.reduce((highest, build) => Math.max(highest, build.versionNumber ?? 0), 0) ?? 0;
  const head = app.headVersion ?? 0;
  useEffect(() => {
    if (newest <= head) return;
    void client.invalidateQueries({ queryKey: keys.app(app.id), exact: true });
    void client.invalidateQueries({ queryKey: keys.versions(app.id) });
  }, [client, app.id, newest, head]);
}

/** Sends a prompt. Posting the same `clientKey` again starts nothing new. */
export function postBuild(appId: string, body: StartBuild): Promise<BuildStarted> {
  return api(BuildStarted, apiPath('apps', appId, 'builds'), { method: 'POST', body });
}

/** Sends a prompt to an app and shows the new build as soon as it exists. */
export function useStartBuild(appId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: StartBuild) => postBuild(appId, body),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: keys.builds(appId) }),
        client.invalidateQueries({ queryKey: keys.app(appId), exact: true }),
        client.invalidateQueries({ queryKey: keys.appLists }),
      ]),
  });
}

/** Stops a build; what it wrote is kept as a draft. */
export function useCancelBuild(appId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (buildId: string) => api(z.unknown(), apiPath('builds', buildId, 'cancel'), { method: 'POST' }),
    onSettled: () => client.invalidateQueries({ queryKey: keys.builds(appId) }),
  });
}
