import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, type UpdateApp } from '#lib/contracts/app.ts';
import { api } from './api.ts';
import { keys } from './keys.ts';
import { apiPath } from './paths.ts';
import { isActive } from './use-builds.ts';

/** While something is on its way the app is read again, as the net under the event streams. */
const BUSY_REFRESH_MS = 10_000;

const isBusy = ({ latestBuild, followUp }: App) => followUp !== null || (latestBuild !== null && isActive(latestBuild));

/** One app. */
export function useApp(appId: string) {
  return useQuery({
    queryKey: keys.app(appId),
    queryFn: ({ signal }) => api(App, apiPath('apps', appId), { signal }),
    refetchInterval: ({ state }) => (state.data && isBusy(state.data) ? BUSY_REFRESH_MS : false),
  });
}

/** Renames, describes or moves an app. */
export function useUpdateApp(appId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: UpdateApp) => api(App, apiPath('apps', appId), { method: 'PATCH', body }),
    onSuccess: (app) => {
      client.setQueryData(keys.app(appId), app);
      void client.invalidateQueries({ queryKey: keys.appAccessAll(appId) });
      return client.invalidateQueries({ queryKey: keys.appLists });
    },
  });
}
