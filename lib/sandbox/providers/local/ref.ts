import { z } from 'zod';

/** What finds a local sandbox again. A process id alone could name another process by now: its start time settles it. */
export const LocalRef = z.object({
  provider: z.literal('local'),
  id: z.string().regex(/^[a-z0-9_]{1,64}$/),
  /** The sandbox's first process (pid 1 inside), as this machine numbers it. */
  pid: z.number().int().positive(),
  /** In clock ticks since boot, as text: /proc/<pid>/stat field 22. */
  startTime: z.string().regex(/^\d+$/),
  bootId: z.string().max(64),
  /** The sandbox's own user, when the worker is root. */
  uid: z.number().int().nonnegative().nullable(),
});
export type LocalRef = z.infer<typeof LocalRef>;
