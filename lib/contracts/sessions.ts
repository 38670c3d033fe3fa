import { z } from 'zod';

/** One place where a person is signed in. */
export const SessionLine = z.object({
  id: z.string(),
  /** The session that asks. */
  current: z.boolean(),
  /** password, link, or an identity provider's id; null for sessions of before this was kept. */
  way: z.string().nullable(),
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
  createdAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
});
export type SessionLine = z.infer<typeof SessionLine>;
