import { formatterOf, toNumber } from '../format.ts';
import { seriesColor } from '../palette.ts';
import { nameOf, pivot } from '../pivot.ts';
import type { Cell } from '../types.ts';
import type { QueryState, Row } from '../use-metric-query.ts';

export interface ChartInput {
  readonly data: QueryState<Row>;
  readonly x: string;
  readonly y: readonly string[];
  readonly splitBy?: string | undefined;
  readonly maxSeries: number;
}

export interface ChartSeries {
  readonly rows: Record<string, string | number | null>[];
  readonly series: { readonly name: string; readonly label: string; readonly color: string }[];
  readonly dropped: number;
  readonly axis: (value: Cell) => string;
  readonly tooltip: (value: Cell) => string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly xFormat: (value: Cell | undefined) => string;
}

/** Query rows to what a chart draws: one row an x, one key a series, labels and formatters from the columns. */
export function chartSeries({ data, x, y, splitBy, maxSeries }: ChartInput): ChartSeries {
  const column = (id: string | undefined) => data.columns.find((candidate) => candidate.id === id);
  const first = y[0] ?? '';
  const xColumn = column(x);
  const shared = {
    axis: formatterOf(column(first), { compact: true }),
    tooltip: formatterOf(column(first)),
    xLabel: xColumn?.label ?? x,
    yLabel: y.length === 1 ? (column(first)?.label ?? first) : '',
    xFormat: xColumn?.kind === 'metric' ? nameOf : formatterOf(xColumn),
  };
  if (splitBy) {
    const { rows, series, dropped } = pivot(data.rows, { x, y: first, splitBy, maxSeries });
    const split = formatterOf(column(splitBy));
    return {
      ...shared,
      rows,
      dropped,
      series: series.map(({ key, name }, index) => ({
        name: key,
        label: name.startsWith('(') ? name : split(name),
        color: seriesColor(index),
      })),
    };
  }
  return {
    ...shared,
    dropped: 0,
    rows: data.rows.map((row) => ({ x: nameOf(row[x]), ...Object.fromEntries(y.map((id) => [id, toNumber(row[id])])) })),
    series: y.map((id, index) => ({ name: id, label: column(id)?.label ?? id, color: seriesColor(index) })),
  };
}
