import { z } from 'zod';

export const Me = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string().nullable(),
  role: z.string(),
  /** What the role is called. */
  roleName: z.string(),
  hasPassword: z.boolean(),
});
export type Me = z.infer<typeof Me>;

export const UpdateMe = z.strictObject({ name: z.string().trim().min(1).max(120).nullable() });
export type UpdateMe = z.infer<typeof UpdateMe>;

export const SetPassword = z.strictObject({
  password: z.string().min(10, 'A password needs at least 10 characters.').max(500),
  currentPassword: z.string().max(500).optional(),
});
export type SetPassword = z.infer<typeof SetPassword>;

export const CreateToken = z.strictObject({
  name: z.string().trim().min(1).max(100),
  expiresInDays: z.number().int().min(1).max(3650).optional(),
  /** What it may do of what its owner may; left out or empty: all of it. */
  scopes: z.array(z.string().max(60)).max(60).optional(),
});
export type CreateToken = z.infer<typeof CreateToken>;

export const Token = z.object({
  id: z.string(),
  name: z.string(),
  last4: z.string(),
  /** Empty: everything that its owner may. */
  scopes: z.array(z.string()),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable(),
  expiresAt: z.iso.datetime().nullable(),
});
export type Token = z.infer<typeof Token>;

/** Only the answer to its creation carries the token itself. */
export const NewToken = Token.extend({ token: z.string() });
export type NewToken = z.infer<typeof NewToken>;
