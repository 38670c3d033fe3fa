/** Why a build had to stop before its end. It is the reason of the context's signal. */
export type StopReason = 'cancelled' | 'lost' | 'deadline' | 'shutdown';

export class BuildStopped extends Error {
  readonly reason: StopReason;

  constructor(reason: StopReason) {
    super(`the build was stopped: ${reason}`);
    this.name = 'BuildStopped';
    this.reason = reason;
  }
}

/** The stop behind an aborted signal, however the abort reached us. */
export function stopOf(signal: AbortSignal): BuildStopped | null {
  return signal.reason instanceof BuildStopped ? signal.reason : null;
}
