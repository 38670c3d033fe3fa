import { z } from 'zod';
import { listQuery } from './list.ts';

export const ServiceAccount = z.object({
  id: z.string(),
  name: z.string(),
  role: z.string(),
  tokens: z.number().int(),
  /** When one of its tokens was last used. */
  lastUsedAt: z.iso.datetime().nullable(),
  disabled: z.boolean(),
  createdAt: z.iso.datetime(),
});
export type ServiceAccount = z.infer<typeof ServiceAccount>;

export const ServiceAccountsQuery = listQuery(['name', 'role', 'createdAt'], 'name');
export type ServiceAccountsQuery = z.infer<typeof ServiceAccountsQuery>;

const Name = z.string().trim().min(1).max(120);
const Role = z.string().min(1).max(60);

export const CreateServiceAccount = z.strictObject({ name: Name, role: Role });
export type CreateServiceAccount = z.infer<typeof CreateServiceAccount>;

export const UpdateServiceAccount = z.strictObject({ name: Name.optional(), role: Role.optional(), disabled: z.boolean().optional() });
export type UpdateServiceAccount = z.infer<typeof UpdateServiceAccount>;
