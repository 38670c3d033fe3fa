import { AppError } from '#lib/errors.ts';

/** Where a list goes on: the last row shown, by what the list is sorted by. */
interface Place {
  readonly at: Date;
  readonly id: string;
}

const CURSOR = /^([0-9a-z]{1,11})\.([0-9a-z_]{1,60})$/;

/**
 * One page out of `limit + 1` rows: the extra one only says that there are more. The cursor holds the values of the
 * last row shown, not the row: it keeps its place when that row moves or goes.
 * @param timeOf what the list is sorted by, before the id
 */
export function cutPage<Row extends { id: string }>(
  rows: readonly Row[],
  limit: number,
  timeOf: (row: Row) => Date,
): { shown: readonly Row[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { shown, nextCursor: rows.length > limit && last ? `${timeOf(last).getTime().toString(36)}.${last.id}` : null };
}

/** Reads a cursor of `cutPage`. */
export function readCursor(cursor: string): Place {
  const [, time, id] = CURSOR.exec(cursor) ?? [];
  const at = new Date(Number.parseInt(time ?? '', 36));
  if (id === undefined || Number.isNaN(at.getTime())) throw new AppError('invalid_request', OTHER_LIST);
  return { at, id };
}

export const OTHER_LIST = 'This cursor is not one of this list. Start from the first page.';
