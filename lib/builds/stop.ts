import { isDatabaseAway, isDatabaseFull } from '#lib/db/away.ts';
import type { AppError } from '#lib/errors.ts';
import { SandboxError } from '#lib/sandbox/errors.ts';
import { MAX_ATTEMPTS } from './tunables.ts';

/**
 * Why a build had to stop before its end. It is the reason of the context's signal. `interrupted`: the database or the
 * sandbox went away under it, and it is begun again. `refused`: it may not go on; the cause says why, to the person.
 */
export type StopReason = 'cancelled' | 'lost' | 'deadline' | 'shutdown' | 'interrupted' | 'refused';

export class BuildStopped extends Error {
  readonly reason: StopReason;

  constructor(reason: StopReason, cause?: AppError) {
    super(`the build was stopped: ${reason}`, cause === undefined ? undefined : { cause });
    this.name = 'BuildStopped';
    this.reason = reason;
  }
}

/** The stop behind an aborted signal, however the abort reached us. */
export function stopOf(signal: AbortSignal): BuildStopped | null {
  return signal.reason instanceof BuildStopped ? signal.reason : null;
}

/** Whether this run still has its build, and must see to what it has to say. */
export const hasItsBuild = (signal: AbortSignal): boolean => {
  const reason = stopOf(signal)?.reason;
  return reason !== 'lost' && reason !== 'shutdown';
};

/** After which stops the build goes on in another attempt. */
export const goesOn = (reason: StopReason | undefined): reason is 'lost' | 'shutdown' | 'interrupted' =>
  reason === 'lost' || reason === 'shutdown' || reason === 'interrupted';

/** Whether the build goes on in another attempt: its agent is left to that one as it is. */
export const goesOnElsewhere = (signal: AbortSignal): boolean => goesOn(stopOf(signal)?.reason);

const GONE = new Set(['guest_unreachable', 'not_found', 'timeout', 'unavailable']);

/** What an agent does may end its sandbox: that is not tried as often as a death that came from outside. */
const MAX_SANDBOXES = 3;

/**
 * Whether a failure is nobody's fault and worth another attempt: what the build needs died while it ran. One that was begun
 * too often fails with the failure itself.
 */
export function isInterruption(error: unknown, attempt: number): boolean {
  if (isDatabaseAway(error) || isDatabaseFull(error)) return attempt < MAX_ATTEMPTS;
  return error instanceof SandboxError && GONE.has(error.kind) && attempt < MAX_SANDBOXES;
}
