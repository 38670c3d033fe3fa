import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { type CreateToken, NewToken, Token } from '#lib/contracts/me.ts';
import { page } from '#lib/contracts/page.ts';
import { api } from './api.ts';
import { keys } from './keys.ts';
import { apiPath } from './paths.ts';

/** The personal API tokens of who is signed in; secrets are not among them. */
export function useTokens() {
  return useQuery({
    queryKey: keys.tokens,
    queryFn: async ({ signal }) => (await api(page(Token), '/api/me/tokens', { signal })).items,
  });
}

/** Makes a token; its secret is in this answer and never again. */
export function useCreateToken() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: CreateToken) => api(NewToken, '/api/me/tokens', { method: 'POST', body }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.tokens }),
  });
}

/** Deletes a token; calls that use it are refused from now on. */
export function useDeleteToken() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api(z.unknown(), apiPath('me', 'tokens', id), { method: 'DELETE' }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.tokens }),
  });
}
