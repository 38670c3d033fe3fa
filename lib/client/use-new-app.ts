import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { App } from '#lib/contracts/app.ts';
import { ApiError, api } from './api.ts';
import { keys } from './keys.ts';
import { postBuild } from './use-builds.ts';

interface NewApp {
  projectId: string;
  /** None: a personal app. */
  spaceId: string | null;
  prompt: string;
  clientKey: string;
}

/** Makes an app and sends its first prompt. When only the second fails, the app comes back with `refused`. */
export function useNewApp() {
  const client = useQueryClient();
  const made = useRef<{ clientKey: string; app: App } | null>(null);
  return useMutation({
    mutationFn: async ({ projectId, spaceId, prompt, clientKey }: NewApp) => {
      // A second try of the same prompt goes on with the app that the first one made.
      const known = made.current?.clientKey === clientKey ? made.current.app : null;
      const app = known ?? (await api(App, '/api/apps', { method: 'POST', body: { projectId, spaceId } }));
      made.current = { clientKey, app };
      client.setQueryData(keys.app(app.id), app);
      const refused = await postBuild(app.id, { prompt, clientKey }).then(
        () => null,
        (error: unknown) => refusal(error),
      );
      // The first prompt names the app.
      await client.invalidateQueries({ queryKey: keys.app(app.id), exact: true });
      return { app, refused };
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.appLists }),
  });
}

/** What may go right a moment later is thrown, so that the same prompt can be sent again; a refusal is kept with the app. */
function refusal(error: unknown): ApiError {
  if (error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429) return error;
  throw error;
}
