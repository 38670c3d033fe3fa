import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { type CreateToken, NewToken, Token } from '#lib/contracts/me.ts';
import { page } from '#lib/contracts/page.ts';
import { type CreateServiceAccount, ServiceAccount, type UpdateServiceAccount } from '#lib/contracts/service-accounts.ts';
import { api } from './api.ts';
import { keys } from './keys.ts';
import { apiPath } from './paths.ts';

const pathOf = (id: string, ...rest: string[]) => apiPath('admin', 'service-accounts', id, ...rest);

function useAct<In, Out>(act: (input: In) => Promise<Out>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: act, onSuccess: () => client.invalidateQueries({ queryKey: keys.admin }) });
}

export const useCreateServiceAccount = () =>
  useAct((body: CreateServiceAccount) => api(ServiceAccount, '/api/admin/service-accounts', { method: 'POST', body }));

export const useUpdateServiceAccount = (id: string) =>
  useAct((body: UpdateServiceAccount) => api(ServiceAccount, pathOf(id), { method: 'PATCH', body }));

export const useDeleteServiceAccount = (id: string) => useAct(() => api(z.unknown(), pathOf(id), { method: 'DELETE' }));

/** Tokens of an account; secrets are not among them. */
export const useAccountTokens = (id: string) =>
  useQuery({
    queryKey: keys.adminList(pathOf(id, 'tokens'), {}),
    queryFn: async ({ signal }) => (await api(page(Token), pathOf(id, 'tokens'), { signal })).items,
  });

export const useCreateAccountToken = (id: string) =>
  useAct((body: CreateToken) => api(NewToken, pathOf(id, 'tokens'), { method: 'POST', body }));

export const useDeleteAccountToken = (id: string) =>
  useAct((token: string) => api(z.unknown(), pathOf(id, 'tokens', token), { method: 'DELETE' }));
