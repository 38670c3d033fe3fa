import { z } from 'zod';
import { Attributes } from './attributes.ts';
import { listQuery } from './list.ts';
import { PageQuery } from './page.ts';

const Name = z.string().trim().min(1).max(120);
const Named = z.object({ id: z.string(), name: z.string() });

export const AdminUser = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string().nullable(),
  kind: z.enum(['person', 'service']),
  role: z.object({ id: z.string(), name: z.string() }),
  groups: z.array(Named),
  attributes: Attributes,
  disabled: z.boolean(),
  /** An identity provider looks after this person. */
  provisioned: z.boolean(),
  lastSeenAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
});
export type AdminUser = z.infer<typeof AdminUser>;

export const UsersQuery = listQuery(['name', 'email', 'role', 'lastSeenAt', 'createdAt'], 'name').extend({
  role: z.string().max(60).optional(),
  group: z.string().max(60).optional(),
  state: z.enum(['active', 'disabled']).optional(),
});
export type UsersQuery = z.infer<typeof UsersQuery>;

export const CreateUser = z.strictObject({ email: z.email().max(320), name: Name.optional(), role: z.string().max(60).default('viewer') });
export type CreateUser = z.output<typeof CreateUser>;

export const UpdateUser = z.strictObject({
  name: Name.optional(),
  role: z.string().max(60).optional(),
  disabled: z.boolean().optional(),
});
export type UpdateUser = z.infer<typeof UpdateUser>;

/** Who gets the apps of a person who is deleted. */
export const DeleteUserQuery = z.object({ appsTo: z.string().max(60).optional() });

export const AdminGroup = z.object({
  id: z.string(),
  name: z.string(),
  source: z.string(),
  members: z.number().int(),
  spaces: z.number().int(),
  createdAt: z.iso.datetime(),
});
export type AdminGroup = z.infer<typeof AdminGroup>;

export const GroupsQuery = listQuery(['name', 'members', 'createdAt'], 'name');
export type GroupsQuery = z.infer<typeof GroupsQuery>;

export const GroupName = z.strictObject({ name: Name });

export const Member = z.object({ id: z.string(), name: z.string().nullable(), email: z.string(), disabled: z.boolean() });
export type Member = z.infer<typeof Member>;

export const MembersQuery = PageQuery.extend({ q: z.string().trim().max(200).optional() });
export type MembersQuery = z.infer<typeof MembersQuery>;

export const ChangeMembers = z.strictObject({
  add: z.array(z.string()).max(1000).default([]),
  remove: z.array(z.string()).max(1000).default([]),
});
export type ChangeMembers = z.output<typeof ChangeMembers>;

export const AdminRole = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  /** Comes with the product and cannot be changed. */
  system: z.boolean(),
  scopes: z.array(z.string()),
  people: z.number().int(),
});
export type AdminRole = z.infer<typeof AdminRole>;

export const ScopeLine = z.object({ id: z.string(), group: z.string(), label: z.string() });
export type ScopeLine = z.infer<typeof ScopeLine>;

/** Every role, and every scope that a role can have. */
export const AdminRoles = z.object({ items: z.array(AdminRole), scopes: z.array(ScopeLine), nextCursor: z.null() });

export const CreateRole = z.strictObject({
  name: Name,
  description: z.string().trim().max(500).nullable().optional(),
  scopes: z.array(z.string().max(60)).max(100),
});
export type CreateRole = z.infer<typeof CreateRole>;

export const UpdateRole = CreateRole.partial();
export type UpdateRole = z.infer<typeof UpdateRole>;

export const AdminSpace = z.object({
  id: z.string(),
  name: z.string(),
  /** The names from the top down to it. */
  path: z.array(z.string()),
  parentId: z.string().nullable(),
  inherits: z.boolean(),
  apps: z.number().int(),
  access: z.number().int(),
  createdAt: z.iso.datetime(),
});
export type AdminSpace = z.infer<typeof AdminSpace>;

export const AdminSpacesQuery = listQuery(['name', 'createdAt', 'apps'], 'name');
export type AdminSpacesQuery = z.infer<typeof AdminSpacesQuery>;
