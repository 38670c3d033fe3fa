import type { Cell, QueryColumn, ValueFormat } from './types.ts';

const LOCALE = 'en-US';
const EMPTY = '–';
export type Interval = 'raw' | 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year';

interface NumberOptions {
  /** Digits after the point; as many as are useful when left out. */
  readonly decimals?: number | undefined;
  /** 12,345 as 12.3K. */
  readonly compact?: boolean | undefined;
}

/** A cell as a number, or null when it is none. Exact numbers beyond 2^53 arrive as text. */
export function toNumber(value: Cell | undefined): number | null {
  if (value === null || value === undefined || value === '' || typeof value === 'boolean') return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

function write(value: Cell | undefined, style: Intl.NumberFormatOptions, { decimals, compact }: NumberOptions, fallback: number): string {
  const number = toNumber(value);
  if (number === null) return EMPTY;
  const digits = decimals ?? (compact ? 1 : fallback);
  return new Intl.NumberFormat(LOCALE, {
    ...style,
    ...(compact ? { notation: 'compact' } : {}),
    minimumFractionDigits: compact ? 0 : (decimals ?? 0),
    maximumFractionDigits: digits,
  }).format(number);
}

/** `formatNumber(1234.5)` → `1,234.5`; `formatNumber(12345, { compact: true })` → `12.3K`; null → `–`. */
export function formatNumber(value: Cell | undefined, options: NumberOptions = {}): string {
  return write(value, {}, options, 2);
}

/** `formatCurrency(1234.5, 'EUR')` → `€1,235`. Whole units unless `decimals` is given. */
export function formatCurrency(value: Cell | undefined, currency = 'USD', options: NumberOptions = {}): string {
  return write(value, { style: 'currency', currency }, options, 0);
}

/** The value is a ratio: `formatPercent(0.123)` → `12.3%`. */
export function formatPercent(value: Cell | undefined, options: NumberOptions = {}): string {
  return write(value, { style: 'percent' }, options, 1);
}

/** A date cell by its interval: `formatDate('2026-03-01', 'month')` → `Mar 2026`; `quarter` → `Q1 2026`; `day` → `Mar 1, 2026`. */
export function formatDate(value: Cell | undefined, interval: Interval = 'day'): string {
  if (value === null || value === undefined || value === '') return EMPTY;
  const date = new Date(String(value));
  if (Number.isNaN(date.getTime())) return String(value);
  const part = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(LOCALE, { timeZone: 'UTC', ...options }).format(date);
  if (interval === 'year') return part({ year: 'numeric' });
  if (interval === 'quarter') return `Q${Math.floor(date.getUTCMonth() / 3) + 1} ${date.getUTCFullYear()}`;
  if (interval === 'month') return part({ month: 'short', year: 'numeric' });
  if (interval === 'hour' || (interval === 'raw' && String(value).includes('T'))) return part({ dateStyle: 'medium', timeStyle: 'short' });
  return part({ dateStyle: 'medium' });
}

/** The interval that a field id ends with (`orders_order_date_month` → `month`), else `raw`. */
export function intervalOf(fieldId: string): Interval {
  const interval = /_(hour|day|week|month|quarter|year)$/.exec(fieldId)?.[1];
  return (interval as Interval | undefined) ?? 'raw';
}

/** How a column's values are written: by its format, its type, and the interval in its id. */
export function formatterOf(column: QueryColumn | undefined, options: { compact?: boolean } = {}): (value: Cell | undefined) => string {
  if (!column) return (value) => formatNumber(value, options);
  if (column.type === 'date' || column.type === 'timestamp') {
    const interval = intervalOf(column.id);
    return (value) => formatDate(value, interval);
  }
  if (column.format) return byFormat(column.format, options);
  if (column.kind === 'metric')
    return (value) => (typeof value === 'string' && toNumber(value) === null ? value : formatNumber(value, options));
  return plain;
}

/** One cell, written as `formatterOf` its column. */
export function formatValue(value: Cell | undefined, column: QueryColumn | undefined): string {
  return formatterOf(column)(value);
}

function byFormat(format: ValueFormat, { compact }: { compact?: boolean }): (value: Cell | undefined) => string {
  const options: NumberOptions = { decimals: compact ? undefined : format.decimals, compact: compact ?? format.compact };
  if (format.kind === 'currency') return (value) => formatCurrency(value, format.currency, options);
  if (format.kind === 'percent') return (value) => formatPercent(value, { decimals: format.decimals });
  if (format.kind === 'id') return plain;
  return (value) => formatNumber(value, options);
}

function plain(value: Cell | undefined): string {
  if (value === null || value === undefined || value === '') return EMPTY;
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  return String(value);
}
