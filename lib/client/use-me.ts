import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Me, type SetPassword, type UpdateMe } from '#lib/contracts/me.ts';
import { api } from './api.ts';
import { keys } from './keys.ts';

/** Who is signed in. */
export function useMe() {
  return useQuery({ queryKey: keys.me, queryFn: ({ signal }) => api(Me, '/api/me', { signal }), staleTime: 60_000 });
}

/** Changes the name. */
export function useUpdateMe() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: UpdateMe) => api(Me, '/api/me', { method: 'PATCH', body }),
    onSuccess: (me) => client.setQueryData(keys.me, me),
  });
}

/** Sets or changes the password. */
export function useSetPassword() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: SetPassword) => api(Me, '/api/me/password', { method: 'PUT', body }),
    onSuccess: (me) => client.setQueryData(keys.me, me),
  });
}
