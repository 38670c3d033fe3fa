import { useMutation, useQueryClient } from '@tanstack/react-query';
import { BuildStarted, type StartBuild } from '#lib/contracts/build.ts';
import { FollowUpQueued, FollowUpTaken } from '#lib/contracts/follow-up.ts';
import { api } from './api.ts';
import { keys } from './keys.ts';
import { apiPath } from './paths.ts';

/** Reads again what a waiting prompt shows in: the app, its builds and the lists. */
function useRefresh(appId: string) {
  const client = useQueryClient();
  return () =>
    Promise.all([
      client.invalidateQueries({ queryKey: keys.app(appId), exact: true }),
      client.invalidateQueries({ queryKey: keys.builds(appId) }),
      client.invalidateQueries({ queryKey: keys.appLists }),
    ]);
}

/** Lets a prompt wait for the build under way. */
export function useQueueFollowUp(appId: string) {
  const refresh = useRefresh(appId);
  return useMutation({
    mutationFn: (body: StartBuild) => api(FollowUpQueued, apiPath('apps', appId, 'follow-up'), { method: 'PUT', body }),
    onSettled: refresh,
  });
}

/** Starts the waiting prompt now. */
export function useSendFollowUp(appId: string) {
  const refresh = useRefresh(appId);
  return useMutation({
    mutationFn: () => api(BuildStarted, apiPath('apps', appId, 'follow-up'), { method: 'POST' }),
    onSettled: refresh,
  });
}

/**
 * Takes the waiting prompt back. `mutate` is told what to do with the answer: the text, or null when it was gone already.
 * That is done before anything is read again, for the server holds the text no more and its card leaves the page.
 */
export function useTakeBackFollowUp(appId: string) {
  const refresh = useRefresh(appId);
  return useMutation({
    mutationFn: (_then: (taken: FollowUpTaken) => void) => api(FollowUpTaken, apiPath('apps', appId, 'follow-up'), { method: 'DELETE' }),
    onSuccess: (taken, then) => then(taken),
    onSettled: refresh,
  });
}
