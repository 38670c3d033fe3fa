import { toNumber } from '../format.ts';
import type { Cell, QueryColumn } from '../types.ts';
import type { Row } from '../use-metric-query.ts';

export interface TableSort {
  readonly id: string;
  readonly descending: boolean;
}

/** Numbers by size, text by the alphabet, empty cells last either way. */
export function sortRows<R extends Row>(rows: readonly R[], sort: TableSort | null): readonly R[] {
  if (!sort) return rows;
  const direction = sort.descending ? -1 : 1;
  return [...rows].sort((a, b) => compare(a[sort.id], b[sort.id], direction));
}

function compare(a: Cell | undefined, b: Cell | undefined, direction: number): number {
  const missing = Number(a === null || a === undefined) - Number(b === null || b === undefined);
  if (missing !== 0) return missing;
  const [left, right] = [toNumber(a), toNumber(b)];
  if (left !== null && right !== null) return (left - right) * direction;
  return String(a).localeCompare(String(b)) * direction;
}

export function searchRows<R extends Row>(rows: readonly R[], columns: readonly QueryColumn[], search: string): readonly R[] {
  const needle = search.trim().toLowerCase();
  if (!needle) return rows;
  return rows.filter((row) =>
    columns.some(({ id }) =>
      String(row[id] ?? '')
        .toLowerCase()
        .includes(needle),
    ),
  );
}

export function isNumeric(column: QueryColumn): boolean {
  return column.format?.kind !== 'id' && (column.kind === 'metric' || column.type === 'number');
}
