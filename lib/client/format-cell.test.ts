import { describe, expect, it } from 'vitest';
import type { Cell, QueryColumn } from '#lib/contracts/query.ts';
import { cellFormatter } from './format-cell.ts';
import { toCsv } from './to-csv.ts';

const column = (change: Partial<QueryColumn>): QueryColumn => ({
  id: 'c',
  label: 'C',
  kind: 'dimension',
  type: 'string',
  format: null,
  ...change,
});
const write = (cell: Cell, change: Partial<QueryColumn>) => cellFormatter(column(change))(cell);
const metric = { kind: 'metric', type: 'sum' } as const;

describe('a cell', () => {
  it.each<[Cell, Partial<QueryColumn>, string]>([
    [1234.5, { ...metric }, '1,234.5'],
    [1234.5, { ...metric, format: { kind: 'currency', currency: 'EUR' } }, '€1,235'],
    [1234.5, { ...metric, format: { kind: 'currency', currency: 'USD', decimals: 2 } }, '$1,234.50'],
    [0.1234, { ...metric, format: { kind: 'percent' } }, '12.3%'],
    [12_345, { ...metric, format: { kind: 'number', compact: true } }, '12.3K'],
    ['9007199254740993', { ...metric, format: { kind: 'id' } }, '9007199254740993'],
    [7, { ...metric, format: { kind: 'currency', currency: '1$<' } }, '7'],
    [20_260_101, { type: 'number' }, '20260101'],
    ['2026-03-01', { id: 'o_month', type: 'date' }, 'Mar 2026'],
    ['2026-03-01', { id: 'o_quarter', type: 'date' }, 'Q1 2026'],
    ['2026-01-01', { id: 'o_year', type: 'date' }, '2026'],
    ['2026-03-01', { id: 'o_day', type: 'date' }, 'Mar 1, 2026'],
    ['2026-03-01T08:30:00Z', { id: 'o', type: 'timestamp' }, 'Mar 1, 2026, 8:30 AM'],
    ['no date', { id: 'o', type: 'date' }, 'no date'],
    [true, { type: 'boolean' }, 'Yes'],
    [null, {}, '–'],
    ['', {}, '–'],
  ])('%j of %j reads %j', (cell, change, text) => {
    expect(write(cell, change).replaceAll('\u202f', ' ')).toBe(text);
  });
});

describe('rows as CSV', () => {
  const columns = [column({ label: 'Name, full' }), column({ label: 'N' })];
  it('are quoted where they must be, and keep their values', () => {
    expect(
      toCsv({
        columns,
        rows: [
          ['say "hi"', 1.5],
          ['two\nlines', null],
          ['plain', true],
        ],
      }),
    ).toBe('"Name, full",N\r\n"say ""hi""",1.5\r\n"two\nlines",\r\nplain,true\r\n');
  });

  it('run nothing in a spreadsheet, and leave negative numbers alone', () => {
    expect(toCsv({ columns: [column({})], rows: [['=1+1'], ['@x'], ['-5.2'], [-5]] })).toBe("C\r\n'=1+1\r\n'@x\r\n-5.2\r\n-5\r\n");
  });
});
