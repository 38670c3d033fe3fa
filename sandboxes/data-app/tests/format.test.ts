import { expect, test } from 'vitest';
import { sortRows } from '../template/sdk/components/table-rows.ts';
import { toCsv } from '../template/sdk/csv.ts';
import { combineFilters, rule } from '../template/sdk/filters.ts';
import { formatCurrency, formatDate, formatNumber, formatPercent, formatterOf, toNumber } from '../template/sdk/format.ts';
import { pivot } from '../template/sdk/pivot.ts';

test('numbers are written for people, and what is none is a dash', () => {
  expect(formatNumber(1234.567)).toBe('1,234.57');
  expect(formatNumber(12345, { compact: true })).toBe('12.3K');
  expect(formatNumber('9007199254740993')).toContain('9,007,199');
  expect(formatNumber(null)).toBe('–');
  expect(formatCurrency(1234.5, 'EUR')).toBe('€1,235');
  expect(formatCurrency(1234.5, 'USD', { decimals: 2 })).toBe('$1,234.50');
  expect(formatPercent(0.1234)).toBe('12.3%');
  expect(toNumber(true)).toBeNull();
});

test('dates follow their interval and do not move with the time zone of the viewer', () => {
  expect(formatDate('2026-03-01', 'month')).toBe('Mar 2026');
  expect(formatDate('2026-04-01', 'quarter')).toBe('Q2 2026');
  expect(formatDate('2026-01-01', 'year')).toBe('2026');
  expect(formatDate('2026-01-01')).toBe('Jan 1, 2026');
  expect(formatDate('not a date')).toBe('not a date');
});

test('a column is written by its format, its type and the interval in its id', () => {
  const column = {
    id: 'orders_revenue',
    label: 'Revenue',
    kind: 'metric',
    type: 'sum',
    format: { kind: 'currency', currency: 'USD' },
  } as const;
  expect(formatterOf(column)(1500)).toBe('$1,500');
  expect(formatterOf(column, { compact: true })(1500)).toBe('$1.5K');
  expect(formatterOf({ ...column, id: 'orders_date_month', kind: 'dimension', type: 'date', format: null })('2026-01-01')).toBe('Jan 2026');
  expect(formatterOf({ ...column, kind: 'dimension', type: 'boolean', format: null })(false)).toBe('No');
  expect(formatterOf({ ...column, type: 'max', format: null })('2026-01-01')).toBe('2026-01-01');
});

test('long rows become one series a value, largest first, and what is left out is counted', () => {
  const rows = [
    { month: '2026-01', region: 'North', revenue: 1 },
    { month: '2026-01', region: 'South', revenue: 5 },
    { month: '2026-02', region: 'South', revenue: 6 },
    { month: '2026-02', region: null, revenue: 3 },
  ];
  const { rows: wide, series, dropped } = pivot(rows, { x: 'month', y: 'revenue', splitBy: 'region', maxSeries: 2 });
  expect(series.map(({ name }) => name)).toEqual(['South', '(none)']);
  expect(wide).toEqual([
    { x: '2026-01', s0: 5 },
    { x: '2026-02', s0: 6, s1: 3 },
  ]);
  expect(dropped).toBe(1);
});

test('a table sorts numbers by size and keeps empty cells last', () => {
  const rows = [{ n: 10 }, { n: null }, { n: 9 }];
  expect(sortRows(rows, { id: 'n', descending: false })).toEqual([{ n: 9 }, { n: 10 }, { n: null }]);
  expect(sortRows(rows, { id: 'n', descending: true })).toEqual([{ n: 10 }, { n: 9 }, { n: null }]);
});

test('a CSV is quoted where it must be and runs no formula', () => {
  const columns = [
    { id: 'a', label: 'Name' },
    { id: 'b', label: 'Value, net' },
  ];
  expect(
    toCsv(columns, [
      { a: '=cmd()', b: -5 },
      { a: 'say "hi"', b: null },
    ]),
  ).toBe('Name,"Value, net"\r\n\'=cmd(),-5\r\n"say ""hi""",\r\n');
});

test('only filters that are set go into a query', () => {
  expect(combineFilters({ rule: null }, null)).toEqual({});
  const past = rule('orders_date', 'inThePast', 12, 'months');
  expect(combineFilters({ rule: null }, past)).toEqual({
    dimensions: { and: [{ target: { fieldId: 'orders_date' }, operator: 'inThePast', values: [12], settings: { unitOfTime: 'months' } }] },
  });
});
