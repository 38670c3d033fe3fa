/** Why a call to a sandbox failed: the caller decides by `kind`, people read the message. */
export type SandboxErrorKind =
  | 'not_found'
  | 'conflict'
  | 'auth'
  | 'rate_limited'
  | 'capacity'
  | 'quota'
  | 'timeout'
  | 'unavailable'
  | 'invalid'
  | 'unsupported'
  | 'guest_unreachable'
  | 'aborted';

export class SandboxError extends Error {
  readonly kind: SandboxErrorKind;

  constructor(kind: SandboxErrorKind, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'SandboxError';
    this.kind = kind;
  }

  /** Whether the same call may succeed a moment later. */
  get retryable(): boolean {
    return this.kind === 'unavailable' || this.kind === 'rate_limited' || this.kind === 'capacity' || this.kind === 'timeout';
  }
}
