import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from './api.ts';
import { keys } from './keys.ts';

const Me = z.object({
  id: z.string(),
  email: z.string().nullable(),
  name: z.string().nullable(),
  role: z.string(),
  hasPassword: z.boolean(),
});
export type Me = z.infer<typeof Me>;

/** Who is signed in. */
export function useMe() {
  return useQuery({ queryKey: keys.me, queryFn: ({ signal }) => api(Me, '/api/me', { signal }), staleTime: 60_000 });
}

/** Sets or changes the password. */
export function useSetPassword() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { password: string; currentPassword?: string }) => api(z.unknown(), '/api/me/password', { method: 'PUT', body }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.me }),
  });
}
