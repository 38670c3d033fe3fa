/**
 * One page out of `limit + 1` rows: the extra one only says that there are more. The cursor is the id of the last row
 * shown, so that rows made meanwhile shift nothing.
 */
export function pageOf<Row extends { id: string }, Item>(
  rows: readonly Row[],
  limit: number,
  shape: (row: Row) => Item,
): { items: Item[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(shape), nextCursor: rows.length > limit && last ? last.id : null };
}
