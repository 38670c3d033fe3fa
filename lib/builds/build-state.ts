import { z } from 'zod';

/** An agent at work: what another worker needs to go on listening to it. */
export const RunningAgent = z.object({
  processId: z.string(),
  sessionId: z.string(),
  /** Output from here on is not in the log yet. */
  nextSeq: z.number().int().min(0),
  /** The run token, encrypted: whoever listens must keep it out of the log. */
  token: z.string(),
  /** Whether it was told what to do. One that was not would wait for ever: nobody else has its prompt. */
  prompted: z.boolean().default(true),
});
export type RunningAgent = z.infer<typeof RunningAgent>;

/** What a worker leaves in the row for the one that takes over after its death. */
export const BuildState = z.object({
  /** The agent was started at least once for this build: a next worker lets it continue instead of asking again. */
  agentStarted: z.boolean().default(false),
  agent: RunningAgent.nullable().default(null),
  /** The sandbox in which the agent has done what it was asked: what is there is checked next, and nobody pays for it again. */
  answeredIn: z.string().nullable().default(null),
});
export type BuildState = z.infer<typeof BuildState>;

/** Reads a row's state; what does not fit (an older release wrote it) counts as nothing done. */
export function readState(value: unknown): BuildState {
  const parsed = BuildState.safeParse(value ?? {});
  return parsed.success ? parsed.data : BuildState.parse({});
}
