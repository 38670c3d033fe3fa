import { toNumber } from './format.ts';
import type { Cell } from './types.ts';

export type PivotRow = { readonly x: string } & Record<string, string | number | null>;

export interface Pivot {
  /** One row a value of `x`, in the order of the first appearance. */
  readonly rows: PivotRow[];
  /** Series by falling total; `key` is the key in `rows`. */
  readonly series: { readonly key: string; readonly name: string; readonly total: number }[];
  /** Series beyond `maxSeries` that were left out. */
  readonly dropped: number;
}

interface PivotOptions {
  readonly x: string;
  readonly y: string;
  /** The dimension whose values become series. */
  readonly splitBy: string;
  readonly maxSeries?: number;
}

const NOTHING = '(none)';

/** Long rows to one column a series: `pivot(rows, { x: 'orders_month', y: 'orders_revenue', splitBy: 'regions_name' })`. */
export function pivot(rows: readonly Readonly<Record<string, Cell>>[], { x, y, splitBy, maxSeries = 10 }: PivotOptions): Pivot {
  const totals = new Map<string, number>();
  for (const row of rows) {
    const name = nameOf(row[splitBy]);
    totals.set(name, (totals.get(name) ?? 0) + Math.abs(toNumber(row[y]) ?? 0));
  }
  const ranked = [...totals].sort((a, b) => b[1] - a[1]);
  const series = ranked.slice(0, maxSeries).map(([name, total], index) => ({ key: `s${index}`, name, total }));
  const keys = new Map(series.map(({ name, key }) => [name, key]));
  const byX = new Map<string, Record<string, string | number | null>>();
  for (const row of rows) {
    const label = nameOf(row[x]);
    const key = keys.get(nameOf(row[splitBy]));
    const target = byX.get(label) ?? { x: label };
    byX.set(label, target);
    if (key) target[key] = toNumber(row[y]);
  }
  return { rows: [...byX.values()] as PivotRow[], series, dropped: Math.max(0, ranked.length - maxSeries) };
}

export function nameOf(value: Cell | undefined): string {
  return value === null || value === undefined || value === '' ? NOTHING : String(value);
}
