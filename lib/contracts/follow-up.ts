import { z } from 'zod';
import { Person } from './person.ts';

/** The one prompt that waits until the build under way has succeeded. */
export const FollowUp = z.object({
  prompt: z.string(),
  createdAt: z.iso.datetime(),
  requestedBy: Person,
  /** Why it did not become a build when its turn came; it waits for a person then. */
  problem: z.object({ code: z.string(), message: z.string() }).nullable(),
});
export type FollowUp = z.infer<typeof FollowUp>;

/** A prompt that was to wait: it waits, or it is this build already because there was nothing to wait for. */
export const FollowUpQueued = z.object({ waits: z.boolean(), buildId: z.string().nullable() });
export type FollowUpQueued = z.infer<typeof FollowUpQueued>;

/** What was taken back; null when nothing waited any more. */
export const FollowUpTaken = z.object({ prompt: z.string().nullable() });
export type FollowUpTaken = z.infer<typeof FollowUpTaken>;
