import { describe, expect, it } from 'vitest';
import type { QueryColumn, QueryResult } from '#lib/contracts/query.ts';
import { chartOf, ticksOf } from './chart-data.ts';

const dimension = (id: string, type = 'string'): QueryColumn => ({ id, label: id, kind: 'dimension', type, format: null });
const metric: QueryColumn = { id: 'm', label: 'Orders', kind: 'metric', type: 'count', format: null };
const result = (columns: QueryColumn[], rows: QueryResult['rows']): QueryResult => ({
  columns,
  rows,
  rowCount: rows.length,
  truncated: false,
  cache: { hit: false, ageMs: 0 },
  timing: { compileMs: 0, warehouseMs: 0, totalMs: 0 },
});

describe('a chart of a metric', () => {
  it('is a line over time, in the order of time, with one line for each other value', () => {
    const month = dimension('o_month', 'date');
    const chart = chartOf(
      result(
        [month, dimension('region'), metric],
        [
          ['2026-02-01', 'East', 5],
          ['2026-01-01', 'East', 3],
          ['2026-02-01', 'West', 9],
          [null, 'West', 1],
        ],
      ),
      'm',
    );
    expect(chart).toMatchObject({
      kind: 'line',
      labels: ['Jan 2026', 'Feb 2026'],
      series: [
        { name: 'West', values: [null, 9] },
        { name: 'East', values: [3, 5] },
      ],
    });
  });

  it('has bars for anything else, and says how many it leaves out', () => {
    const rows = Array.from({ length: 50 }, (_, index) => [`r${index}`, 'b', index]);
    const chart = chartOf(result([dimension('a'), dimension('b'), metric], rows), 'm');
    expect(chart).toMatchObject({ kind: 'bar', note: 'The first 40 of 50 rows' });
    expect(chart?.labels[1]).toBe('r1 · b');
  });

  it('needs a dimension', () => {
    expect(chartOf(result([metric], [[1]]), 'm')).toBeNull();
  });

  it('has round steps around its values', () => {
    expect(ticksOf(0, 97)).toEqual([0, 20, 40, 60, 80, 100]);
    expect(ticksOf(-3, 4)).toEqual([-4, -2, 0, 2, 4]);
    expect(ticksOf(0, 0)).toEqual([0, 0.2]);
  });
});
