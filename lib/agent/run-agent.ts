import { AppError } from '#lib/errors.ts';
import type { Guest, GuestProcess } from '#lib/sandbox/guest.ts';
import type { OnEvents } from './event-batcher.ts';
import { followAgent } from './follow.ts';
import { claudeInvocation, type InvocationOptions, promptLine } from './invocation.ts';
import { type AgentOutcome, outcomeOf } from './outcome.ts';
import { rebuildConfig } from './transcript.ts';

export interface RunAgentOptions extends InvocationOptions {
  readonly guest: Guest;
  /** May still be in the making: the agent starts meanwhile. */
  readonly prompt: Promise<string> | string;
  /** Silence of this length (no output at all) ends the run. */
  readonly stallMs: number;
  /** Cancels: the agent is interrupted, then ended; the outcome says `cancelled`. */
  readonly signal: AbortSignal;
  /** Leaves the agent at work and throws the signal's reason: this worker stops, or has lost the build to another. */
  readonly detach?: AbortSignal;
  readonly onEvents: OnEvents;
  /** Called once, before the first event: what `attachAgent` needs to find the run again. */
  readonly onProcess?: (processId: string) => void | Promise<void>;
  /** Called once, when the agent has its whole prompt: from then on it works without us. */
  readonly onPrompted?: () => void;
}

/**
 * Runs one turn of the agent in a sandbox. An agent that fails is an outcome, not an error; thrown is only what the sandbox
 * or `onEvents` throws, and whatever `prompt` is rejected with (the agent is ended first).
 */
export async function runAgent(options: RunAgentOptions): Promise<AgentOutcome> {
  const { guest, session, signal } = options;
  const prompt = Promise.resolve(options.prompt);
  // It may fail before anybody waits for it; `send` will.
  prompt.catch(() => undefined);
  const kept = await rebuildConfig(guest, session.id, signal);
  if (session.resume && !kept) return lost(session.id);
  const process = await guest.start(claudeInvocation(options));
  await options.onProcess?.(process.id);
  let promptedAt = performance.now();
  const listening = send(process, prompt).then(() => {
    promptedAt = performance.now();
    options.onPrompted?.();
  });
  try {
    const followed = await followAgent({ ...options, process, fromSeq: 0, secrets: [options.token], listening });
    return outcomeOf({ ...followed, sessionId: session.id, agentMs: Math.round(performance.now() - promptedAt) });
  } catch (error) {
    if (!options.detach?.aborted) await killQuietly(process);
    throw error;
  }
}

export interface AttachAgentOptions {
  readonly guest: Guest;
  readonly processId: string;
  /** The `nextSeq` that came with the last stored events; 0 when there are none. */
  readonly fromSeq: number;
  readonly sessionId: string;
  readonly token: string;
  /** What is left of the run's time. */
  readonly deadlineMs: number;
  readonly stallMs: number;
  readonly signal: AbortSignal;
  readonly detach?: AbortSignal;
  readonly onEvents: OnEvents;
}

/** Goes on with a run that another worker began: events from where its log ends. Throws when the process or the sandbox is gone. */
export async function attachAgent(options: AttachAgentOptions): Promise<AgentOutcome> {
  const { guest, processId, sessionId, token } = options;
  const started = performance.now();
  const process = guest.attach(processId);
  const followed = await followAgent({ ...options, process, secrets: [token], listening: Promise.resolve() });
  return outcomeOf({ ...followed, sessionId, agentMs: Math.round(performance.now() - started) });
}

async function send(process: GuestProcess, prompt: Promise<string>): Promise<void> {
  const text = await prompt;
  if (text.trim() === '') throw new AppError('invalid_request', 'The prompt is empty. Say what the app should show.');
  await process.writeStdin(promptLine(text));
  // With its input open the agent would wait for more after the turn.
  await process.closeStdin();
}

async function killQuietly(process: GuestProcess): Promise<void> {
  try {
    await process.kill('SIGKILL');
  } catch {
    // The first error is the one that matters; a sandbox that cannot be reached is swept with all that runs in it.
  }
}

function lost(sessionId: string): AgentOutcome {
  const exit = { exitCode: null, signal: null, timedOut: false, truncated: false };
  return outcomeOf({ exit, result: null, endedBy: null, stderr: 'No conversation found', sessionId, agentMs: 0 });
}
