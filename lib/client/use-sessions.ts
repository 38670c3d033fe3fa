import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { page } from '#lib/contracts/page.ts';
import { SessionLine } from '#lib/contracts/sessions.ts';
import { api } from './api.ts';
import { keys } from './keys.ts';
import { apiPath } from './paths.ts';

/** Where the person is signed in. */
export function useSessions() {
  return useQuery({
    queryKey: keys.sessions,
    queryFn: async ({ signal }) => (await api(page(SessionLine), '/api/me/sessions', { signal })).items,
  });
}

/** Ends one session by its id, or all but this one. */
export function useEndSessions() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (which: string | 'others') =>
      api(z.unknown(), which === 'others' ? '/api/me/sessions' : apiPath('me', 'sessions', which), { method: 'DELETE' }),
    onSettled: () => client.invalidateQueries({ queryKey: keys.sessions }),
  });
}
