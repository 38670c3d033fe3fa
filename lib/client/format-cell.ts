import type { ValueFormat } from '#lib/contracts/catalog.ts';
import type { Cell, QueryColumn } from '#lib/contracts/query.ts';

const LOCALE = 'en-US';
/** What stands for "no value". */
const NOTHING = '–';

/** How the values of a column are written: by its format, its type, and for times the interval in its id. */
export function cellFormatter(column: QueryColumn): (cell: Cell | undefined) => string {
  const write = writerOf(column);
  return (cell) => (cell === null || cell === undefined || cell === '' ? NOTHING : write(cell));
}

/** Whether a column's values are amounts, which stand to the right. */
export const isAmount = (column: QueryColumn): boolean =>
  column.kind === 'metric' || (column.type === 'number' && column.format?.kind !== 'id');

/** A cell as a number, or null when it is none. */
export function numberOf(cell: Cell | undefined): number | null {
  if (cell === null || cell === undefined || cell === '' || typeof cell === 'boolean') return null;
  const number = Number(cell);
  return Number.isFinite(number) ? number : null;
}

function writerOf(column: QueryColumn): (cell: Cell) => string {
  if (column.type === 'date' || column.type === 'timestamp') return timeWriter(column.id);
  if (column.format?.kind === 'id') return String;
  if (column.format || column.kind === 'metric') return numberWriter(column.format);
  return (cell) => (typeof cell === 'boolean' ? (cell ? 'Yes' : 'No') : String(cell));
}

function numberWriter(format: ValueFormat | null): (cell: Cell) => string {
  const { kind = 'number', currency = 'USD', decimals, compact = false } = format ?? {};
  const usual = kind === 'currency' ? 0 : kind === 'percent' ? 1 : 2;
  const most = decimals ?? (compact ? 1 : usual);
  // A currency that is no code would throw: dbt files are written by others.
  const style =
    kind === 'currency' && /^[a-z]{3}$/i.test(currency) ? { style: 'currency', currency } : kind === 'percent' ? { style: 'percent' } : {};
  const numbers = new Intl.NumberFormat(LOCALE, {
    ...(style as Intl.NumberFormatOptions),
    ...(compact ? { notation: 'compact' } : {}),
    minimumFractionDigits: compact ? 0 : (decimals ?? 0),
    maximumFractionDigits: most,
  });
  return (cell) => {
    const number = numberOf(cell);
    return number === null ? String(cell) : numbers.format(number);
  };
}

function timeWriter(fieldId: string): (cell: Cell) => string {
  const interval = /_(hour|day|week|month|quarter|year)$/.exec(fieldId)?.[1];
  const part = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(LOCALE, { timeZone: 'UTC', ...options });
  const day = part({ dateStyle: 'medium' });
  const time = part({ dateStyle: 'medium', timeStyle: 'short' });
  const month = part({ month: 'short', year: 'numeric' });
  return (cell) => {
    const date = new Date(String(cell));
    if (Number.isNaN(date.getTime())) return String(cell);
    if (interval === 'year') return String(date.getUTCFullYear());
    if (interval === 'quarter') return `Q${Math.floor(date.getUTCMonth() / 3) + 1} ${date.getUTCFullYear()}`;
    if (interval === 'month') return month.format(date);
    return interval === 'hour' || (interval === undefined && String(cell).includes('T')) ? time.format(date) : day.format(date);
  };
}
