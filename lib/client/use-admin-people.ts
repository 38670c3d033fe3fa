import { type QueryKey, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import {
  AdminGroup,
  AdminRole,
  AdminRoles,
  AdminUser,
  type ChangeMembers,
  type CreateRole,
  type UpdateRole,
  type UpdateUser,
} from '#lib/contracts/admin-people.ts';
import type { Attributes } from '#lib/contracts/attributes.ts';
import { api } from './api.ts';
import { keys } from './keys.ts';
import { apiPath } from './paths.ts';

const ROLES_PATH = '/api/admin/roles';

/** Every role, and every scope that a role can have. */
export function useRoles() {
  return useQuery({ queryKey: keys.adminRoles, queryFn: ({ signal }) => api(AdminRoles, ROLES_PATH, { signal }) });
}

/** One person as the administration sees them. */
export function useAdminUser(userId: string) {
  return useQuery({
    queryKey: keys.adminOne('users', userId),
    queryFn: ({ signal }) => api(AdminUser, apiPath('admin', 'users', userId), { signal }),
  });
}

/** An act of an administrator: afterwards every table is read again. */
function useAct<Input, Output>(mutationFn: (input: Input) => Promise<Output>, also: readonly QueryKey[] = []) {
  const client = useQueryClient();
  return useMutation({
    mutationFn,
    onSuccess: () => Promise.all([keys.admin, ...also].map((queryKey) => client.invalidateQueries({ queryKey }))),
  });
}

export const useUpdateUser = (userId: string) =>
  useAct((body: UpdateUser) => api(AdminUser, apiPath('admin', 'users', userId), { method: 'PATCH', body }), [keys.features, keys.me]);

export const useSetAttributes = (userId: string) =>
  useAct((body: Attributes) => api(AdminUser, apiPath('admin', 'users', userId, 'attributes'), { method: 'PUT', body }));

/** `appsTo`: who gets their apps. */
export const useDeleteUser = (userId: string) =>
  useAct((appsTo: string | null) => {
    const query = appsTo === null ? '' : `?${new URLSearchParams({ appsTo })}`;
    return api(z.unknown(), `${apiPath('admin', 'users', userId)}${query}`, { method: 'DELETE' });
  });

export const useCreateGroup = () => useAct((name: string) => api(AdminGroup, '/api/admin/groups', { method: 'POST', body: { name } }));

export const useRenameGroup = (groupId: string) =>
  useAct((name: string) => api(AdminGroup, apiPath('admin', 'groups', groupId), { method: 'PATCH', body: { name } }));

export const useDeleteGroup = (groupId: string) =>
  useAct(() => api(z.unknown(), apiPath('admin', 'groups', groupId), { method: 'DELETE' }));

export const useChangeMembers = (groupId: string) =>
  useAct((body: Partial<ChangeMembers>) => api(AdminGroup, apiPath('admin', 'groups', groupId, 'members'), { method: 'POST', body }));

/** Makes a role, or with an id changes one. */
export const useSaveRole = (roleId: string | null) =>
  useAct(
    (body: CreateRole & UpdateRole) =>
      roleId === null
        ? api(AdminRole, ROLES_PATH, { method: 'POST', body })
        : api(AdminRole, apiPath('admin', 'roles', roleId), { method: 'PATCH', body }),
    [keys.features],
  );

export const useDeleteRole = (roleId: string) => useAct(() => api(z.unknown(), apiPath('admin', 'roles', roleId), { method: 'DELETE' }));
