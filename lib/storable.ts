import { AppError } from '#lib/errors.ts';

/** Deeper than any value of ours; what recurses over a value later stays far from the end of its stack. */
const MAX_DEPTH = 100;

/** Why a value from outside cannot be kept (no database column takes NUL or half of a surrogate pair), or null when it can. */
export function unstorable(value: unknown, depth = 0): string | null {
  if (typeof value === 'string') {
    return !value.includes('\0') && value.isWellFormed() ? null : 'holds a character that cannot be stored (NUL, or half of a pair)';
  }
  if (typeof value !== 'object' || value === null) return null;
  if (depth > MAX_DEPTH) return `is nested more than ${MAX_DEPTH} levels deep`;
  for (const [key, inner] of Object.entries(value)) {
    const problem = unstorable(key, depth + 1) ?? unstorable(inner, depth + 1);
    if (problem !== null) return problem;
  }
  return null;
}

/**
 * The value itself, when it can be kept.
 * @param where the part of the request, for the message
 * @throws AppError `invalid_request`
 */
export function storable<T>(value: T, where: string): T {
  const problem = unstorable(value);
  if (problem !== null) throw new AppError('invalid_request', `The ${where} ${problem}.`);
  return value;
}

/** A text as it can be kept: what no column takes is replaced by the sign for it. */
export const storableText = (text: string): string => text.toWellFormed().replaceAll('\0', '\ufffd');
