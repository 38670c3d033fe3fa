import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, type UpdateApp } from '#lib/contracts/app.ts';
import { api } from './api.ts';
import { keys } from './keys.ts';
import { apiPath } from './paths.ts';

/** One app. */
export function useApp(appId: string) {
  return useQuery({ queryKey: keys.app(appId), queryFn: ({ signal }) => api(App, apiPath('apps', appId), { signal }) });
}

/** Renames or describes an app. */
export function useUpdateApp(appId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: UpdateApp) => api(App, apiPath('apps', appId), { method: 'PATCH', body }),
    onSuccess: (app) => {
      client.setQueryData(keys.app(appId), app);
      return client.invalidateQueries({ queryKey: keys.appLists });
    },
  });
}
