import type { Cell, QueryColumn, QueryResult } from '#lib/contracts/query.ts';
import { cellFormatter, numberOf } from './format-cell.ts';

const MAX_BARS = 40;
const MAX_LINES = 8;

export interface ChartSeries {
  readonly name: string;
  /** One value for each label; null where there is none. */
  readonly values: readonly (number | null)[];
}

export interface ChartData {
  readonly kind: 'line' | 'bar';
  readonly labels: readonly string[];
  readonly series: readonly ChartSeries[];
  /** Writes a value of the metric. */
  readonly write: (value: number) => string;
  /** What is left out, in words. */
  readonly note: string | null;
}

/**
 * What a chart of one metric shows: over time a line for each value of the other dimensions, else one bar a row.
 * Null when there is no dimension to spread the metric over.
 */
export function chartOf(result: QueryResult, metricId: string): ChartData | null {
  const { columns } = result;
  const metric = columns.findIndex((column) => column.id === metricId);
  const dimensions = columns.flatMap((column, index) => (column.kind === 'dimension' ? [index] : []));
  const first = dimensions[0] === undefined ? undefined : columns[dimensions[0]];
  const metricColumn = columns[metric];
  if (first === undefined || metricColumn === undefined) return null;
  const isTime = first.type === 'date' || first.type === 'timestamp';
  return isTime ? lines(result, dimensions, metric, metricColumn) : bars(result, dimensions, metric, metricColumn);
}

function bars({ columns, rows }: QueryResult, dimensions: readonly number[], metric: number, column: QueryColumn): ChartData {
  const name = namer(columns, dimensions);
  const shown = rows.slice(0, MAX_BARS);
  return {
    kind: 'bar',
    labels: shown.map(name),
    series: [{ name: column.label, values: shown.map((row) => numberOf(row[metric])) }],
    write: cellFormatter(column),
    note: rows.length > MAX_BARS ? `The first ${MAX_BARS} of ${rows.length.toLocaleString('en-US')} rows` : null,
  };
}

function lines({ columns, rows }: QueryResult, dimensions: readonly number[], metric: number, column: QueryColumn): ChartData {
  const [time = 0, ...others] = dimensions;
  const times = [...new Set(rows.map((row) => row[time]).filter((cell) => cell !== null && cell !== undefined))].sort((a, b) =>
    String(a) < String(b) ? -1 : 1,
  );
  const place = new Map<Cell, number>(times.map((cell, index) => [cell, index]));
  const name = others.length === 0 ? () => column.label : namer(columns, others);
  const found = new Map<string, (number | null)[]>();
  for (const row of rows) {
    const index = place.get(row[time] ?? null);
    if (index === undefined) continue;
    const key = name(row);
    const values = found.get(key) ?? times.map(() => null);
    values[index] = numberOf(row[metric]);
    found.set(key, values);
  }
  const all = [...found].map(([key, values]) => ({ name: key, values })).sort((a, b) => total(b.values) - total(a.values));
  const timeColumn = columns[time];
  return {
    kind: 'line',
    labels: times.map((cell) => (timeColumn === undefined ? '' : cellFormatter(timeColumn)(cell))),
    series: all.slice(0, MAX_LINES),
    write: cellFormatter(column),
    note: all.length > MAX_LINES ? `The ${MAX_LINES} largest of ${all.length} lines` : null,
  };
}

const total = (values: readonly (number | null)[]): number => values.reduce<number>((sum, value) => sum + Math.abs(value ?? 0), 0);

function namer(columns: readonly QueryColumn[], places: readonly number[]): (row: QueryResult['rows'][number]) => string {
  const writers = places.map((place) => {
    const column = columns[place];
    return column === undefined ? String : cellFormatter(column);
  });
  return (row) => places.map((place, index) => writers[index]?.(row[place] ?? null) ?? '').join(' · ');
}

/** Round steps around `low` and `high`: about `count` of them, two at least. */
export function ticksOf(low: number, high: number, count = 5): number[] {
  const span = high - low || Math.abs(high) || 1;
  const rough = span / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((one) => one >= rough) ?? 10 * power;
  const ticks: number[] = [];
  for (let index = Math.floor(low / step); index <= Math.ceil(high / step); index++) ticks.push(Number((index * step).toPrecision(12)));
  return ticks.length > 1 ? ticks : [...ticks, (ticks[0] ?? 0) + step];
}
