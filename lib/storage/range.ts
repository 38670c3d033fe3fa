import { AppError } from '#lib/errors.ts';

export interface ByteRange {
  readonly start: number;
  readonly end?: number;
}

/**
 * The bytes to read, both ends inclusive; null for an empty object asked as a whole.
 * An end past the object is cut to it, as in HTTP.
 * @throws AppError invalid_request when the range starts behind the object's end
 */
export function clampRange(key: string, size: number, range: ByteRange | undefined): { start: number; end: number } | null {
  if (range === undefined) return size === 0 ? null : { start: 0, end: size - 1 };
  const end = Math.min(range.end ?? size - 1, size - 1);
  if (range.start < 0 || range.start > end) {
    throw new AppError('invalid_request', `${key} has ${size} bytes: there is no range ${range.start}-${range.end ?? ''} in it.`);
  }
  return { start: range.start, end };
}
