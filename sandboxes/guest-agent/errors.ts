/** What went wrong, as the host's client names it (its kinds are those of lib/sandbox/errors.ts). */
export type GuestErrorKind = 'not_found' | 'conflict' | 'auth' | 'capacity' | 'quota' | 'unavailable' | 'invalid';

const STATUS: Record<GuestErrorKind, number> = {
  invalid: 400,
  auth: 401,
  not_found: 404,
  conflict: 409,
  capacity: 429,
  unavailable: 503,
  quota: 507,
};

export class GuestError extends Error {
  readonly kind: GuestErrorKind;

  constructor(kind: GuestErrorKind, message: string) {
    super(message);
    this.name = 'GuestError';
    this.kind = kind;
  }

  get status(): number {
    return STATUS[this.kind];
  }
}

export const errorCode = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';

const FS_KINDS: Record<string, readonly [GuestErrorKind, string]> = {
  ENOENT: ['not_found', 'There is no such file.'],
  ENOTDIR: ['invalid', 'A part of the path is a file, not a folder.'],
  EISDIR: ['invalid', 'The path is a folder, not a file.'],
  ELOOP: ['invalid', 'The path goes through a symbolic link.'],
  ENAMETOOLONG: ['invalid', 'The path is too long.'],
  EACCES: ['invalid', 'The path may not be accessed.'],
  EPERM: ['invalid', 'The path may not be changed.'],
  EROFS: ['invalid', 'The path is on a read-only file system.'],
  EEXIST: ['conflict', 'The path exists already.'],
  ENOTEMPTY: ['conflict', 'The folder is not empty.'],
  ENOSPC: ['quota', 'The disk of the sandbox is full.'],
  EDQUOT: ['quota', 'The disk of the sandbox is full.'],
  EFBIG: ['quota', 'The file is larger than the sandbox allows.'],
  EAGAIN: ['capacity', 'The sandbox may not start more processes.'],
  EMFILE: ['capacity', 'The guest agent has too many open files.'],
};

/** Turns anything thrown into an answer for the host. */
export function toGuestError(thrown: unknown): GuestError {
  if (thrown instanceof GuestError) return thrown;
  const known = FS_KINDS[errorCode(thrown)];
  if (known) return new GuestError(known[0], known[1]);
  return new GuestError('unavailable', `The guest agent failed: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
}
