import { z } from 'zod';

export const InviteUser = z.strictObject({
  email: z.string().trim().toLowerCase().pipe(z.email('This is not an e-mail address.').max(320)),
  name: z.string().trim().min(1).max(120).optional(),
  role: z.string().min(1).max(60).default('viewer'),
  /** Ids of groups that the person joins. */
  groups: z.array(z.string().max(60)).max(100).default([]),
});
export type InviteUser = z.output<typeof InviteUser>;

export const Invited = z.object({
  userId: z.string(),
  email: z.string(),
  /** Signs the person in once. Hand it over yourself where it was not mailed. */
  link: z.string(),
  expiresAt: z.iso.datetime(),
  /** Whether the link went out by mail; `mailProblem` says why not, when mail is set up. */
  mailed: z.boolean(),
  mailProblem: z.string().nullable(),
});
export type Invited = z.infer<typeof Invited>;
