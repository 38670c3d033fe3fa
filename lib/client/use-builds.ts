import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { Build, BuildStarted, type StartBuild } from '#lib/contracts/build.ts';
import { page } from '#lib/contracts/page.ts';
import { api } from './api.ts';
import { keys } from './keys.ts';
import { apiPath } from './paths.ts';

const ACTIVE_REFRESH_MS = 10_000;

/** Whether a build is still on its way. */
export const isActive = (build: Pick<Build, 'status'>) => build.status === 'queued' || build.status === 'running';

/** The builds of an app in the order of the conversation, oldest first. */
export function useBuilds(appId: string) {
  return useQuery({
    queryKey: keys.builds(appId),
    queryFn: async ({ signal }) => (await api(page(Build), `${apiPath('apps', appId, 'builds')}?limit=200`, { signal })).items.toReversed(),
    // The event stream is what shows progress; this is the net under it.
    refetchInterval: (query) => (query.state.data?.some(isActive) ? ACTIVE_REFRESH_MS : false),
  });
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
