import { useMutation, useQueryClient } from '@tanstack/react-query';
import { FollowUpQueued } from '#lib/contracts/follow-up.ts';
import { api } from './api.ts';
import { keys } from './keys.ts';
import { apiPath } from './paths.ts';
import { randomId } from './random-id.ts';

/** Sends a prompt now, or lets it wait until the build under way has ended. */
export function useRepair(appId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (prompt: string) =>
      api(FollowUpQueued, apiPath('apps', appId, 'follow-up'), { method: 'PUT', body: { prompt, clientKey: randomId() } }),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: keys.builds(appId) }),
        client.invalidateQueries({ queryKey: keys.app(appId), exact: true }),
        client.invalidateQueries({ queryKey: keys.appLists }),
      ]),
  });
}
