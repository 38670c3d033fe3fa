import { z } from 'zod';

/** A build of one's own that has ended: what a notification needs. */
export const EndedBuild = z.object({
  buildId: z.string(),
  appId: z.string(),
  appName: z.string(),
  status: z.enum(['succeeded', 'failed', 'cancelled']),
  versionNumber: z.number().int().nullable(),
  message: z.string().nullable(),
  finishedAt: z.iso.datetime(),
});
export type EndedBuild = z.infer<typeof EndedBuild>;

/** Something about one's apps changed that is no build's end: a waiting prompt, what is unread. `appId` is null for all. */
export const AppsChanged = z.object({ appId: z.string().nullable() });
export type AppsChanged = z.infer<typeof AppsChanged>;

export const UnreadCount = z.object({ count: z.number().int() });
