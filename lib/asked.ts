import type { z } from 'zod';
import { AppError } from '#lib/errors.ts';

/**
 * Reads what somebody sent. Not for what is stored: a row that does not fit is a defect, not the caller's.
 * @throws AppError `invalid_request` with the place of each fault in `details.issues`
 */
export function asked<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const issues = read.error.issues.map((issue) => ({ path: issue.path.map(String).join('.'), message: issue.message }));
  const first = issues[0];
  const where = first?.path ? `${first.path}: ` : '';
  throw new AppError('invalid_request', `The request does not fit. ${where}${first?.message ?? 'See details.'}`, { details: { issues } });
}
