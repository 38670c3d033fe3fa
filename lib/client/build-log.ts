import { BuildEvents } from '#lib/contracts/build.ts';
import { api } from './api.ts';
import { foldEvents } from './build-reducer.ts';
import { keys } from './keys.ts';
import { apiPath } from './paths.ts';
import { EMPTY_TRANSCRIPT } from './transcript.ts';

/** The transcript of a build that has ended: it never changes, so it is read once. */
export const logQuery = (buildId: string) => ({
  queryKey: keys.buildEvents(buildId),
  queryFn: async ({ signal }: { signal: AbortSignal }) => {
    const { items } = await api(BuildEvents, apiPath('builds', buildId, 'events'), { signal });
    return foldEvents(EMPTY_TRANSCRIPT, items);
  },
  staleTime: Number.POSITIVE_INFINITY,
});
