import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { AppAccess } from '#lib/contracts/space.ts';
import { api } from './api.ts';
import { keys } from './keys.ts';
import { apiPath, listPath } from './paths.ts';

const PAGE_SIZE = 50;

/** Who can see an app, and why. */
export function useAppAccess(appId: string, search: string) {
  return useInfiniteQuery({
    queryKey: keys.appAccess(appId, search),
    queryFn: ({ pageParam, signal }) =>
      api(AppAccess, listPath(apiPath('apps', appId, 'access'), PAGE_SIZE, pageParam, search), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
  });
}
