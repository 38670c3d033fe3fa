import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { page } from '#lib/contracts/page.ts';
import {
  type CreateSpace,
  type DeleteSpaceQuery,
  Directory,
  type SetSpaceAccess,
  Space,
  SpaceAccess,
  type UpdateSpace,
} from '#lib/contracts/space.ts';
import { api } from './api.ts';
import { keys } from './keys.ts';
import { apiPath } from './paths.ts';

/** The spaces that the actor may see. */
export function useSpaces() {
  return useQuery({
    queryKey: keys.spaceList,
    queryFn: async ({ signal }) => (await api(page(Space), '/api/spaces', { signal })).items,
    staleTime: 30_000,
  });
}

/** What changes spaces changes which apps one sees. */
function useRefresh() {
  const client = useQueryClient();
  return () => Promise.all([keys.spaces, keys.apps, keys.admin].map((queryKey) => client.invalidateQueries({ queryKey })));
}

export function useCreateSpace() {
  const refresh = useRefresh();
  return useMutation({ mutationFn: (body: CreateSpace) => api(Space, '/api/spaces', { method: 'POST', body }), onSuccess: refresh });
}

export function useUpdateSpace(spaceId: string) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (body: UpdateSpace) => api(Space, apiPath('spaces', spaceId), { method: 'PATCH', body }),
    onSuccess: refresh,
  });
}

export function useDeleteSpace(spaceId: string) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ contents }: DeleteSpaceQuery) =>
      api(z.unknown(), `${apiPath('spaces', spaceId)}?contents=${contents}`, { method: 'DELETE' }),
    onSuccess: refresh,
  });
}

/** Who may enter a space. */
export function useSpaceAccess(spaceId: string) {
  return useQuery({
    queryKey: keys.spaceAccess(spaceId),
    queryFn: ({ signal }) => api(SpaceAccess, apiPath('spaces', spaceId, 'access'), { signal }),
  });
}

export function useSetSpaceAccess(spaceId: string) {
  const refresh = useRefresh();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: SetSpaceAccess) => api(SpaceAccess, apiPath('spaces', spaceId, 'access'), { method: 'PUT', body }),
    onSuccess: (access) => {
      client.setQueryData(keys.spaceAccess(spaceId), access);
      return refresh();
    },
  });
}

/** People and groups whom one can give access. */
export function useDirectory(words: string) {
  return useQuery({
    queryKey: keys.directory(words),
    queryFn: ({ signal }) => api(Directory, `/api/directory?${new URLSearchParams({ q: words })}`, { signal }),
    placeholderData: (before) => before,
  });
}
