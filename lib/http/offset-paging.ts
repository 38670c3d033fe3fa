import { AppError } from '#lib/errors.ts';
import { OTHER_LIST } from './paging.ts';

const CURSOR = /^o(\d{1,7})$/;

/** Where a page begins, for tables that are sorted by any column and have thousands of rows, not millions. */
export function offsetOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  const [, offset] = CURSOR.exec(cursor) ?? [];
  if (offset === undefined) throw new AppError('invalid_request', OTHER_LIST);
  return Number(offset);
}

/** One page out of `limit + 1` rows that were read from `offset` on. */
export function cutOffsetPage<Row>(
  rows: readonly Row[],
  limit: number,
  offset: number,
): { shown: readonly Row[]; nextCursor: string | null } {
  return { shown: rows.slice(0, limit), nextCursor: rows.length > limit ? `o${offset + limit}` : null };
}

/** `-name` as what Prisma sorts by. */
export function orderOf<C extends string>(sort: C | `-${C}`): { column: C; direction: 'asc' | 'desc' } {
  const downwards = sort.startsWith('-');
  return { column: (downwards ? sort.slice(1) : sort) as C, direction: downwards ? 'desc' : 'asc' };
}
