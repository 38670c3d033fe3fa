import { ERROR_STATUS, type ErrorCode } from '#lib/contracts/error-code.ts';

interface AppErrorOptions {
  cause?: unknown;
  details?: unknown;
}

/**
 * The one error class. `message` is shown to the person: it says what happened and what to do next.
 * Anything else that is thrown is a defect: users see "internal", the log sees everything.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: unknown;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.details = options.details;
  }

  /** HTTP status of this error. */
  get status(): number {
    return ERROR_STATUS[this.code];
  }
}

/** Turns anything thrown into an Error, keeping the original as cause. */
export function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown), { cause: thrown });
}

/** Closes a switch over a union: a new member that is not handled fails to compile. */
export function assertUnreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
