import { z } from 'zod';

/** What a worker leaves in the row for the one that takes over after its death. */
export const BuildState = z.object({
  /** The agent was started at least once for this build: a next worker lets it continue instead of asking again. */
  agentStarted: z.boolean().default(false),
});
export type BuildState = z.infer<typeof BuildState>;

/** Reads a row's state; what does not fit (an older release wrote it) counts as nothing done. */
export function readState(value: unknown): BuildState {
  const parsed = BuildState.safeParse(value ?? {});
  return parsed.success ? parsed.data : BuildState.parse({});
}
