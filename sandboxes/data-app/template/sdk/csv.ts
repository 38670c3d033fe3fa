import type { Cell, QueryColumn } from './types.ts';

/** RFC 4180 with a header of labels. Text that a spreadsheet would run as a formula is written with a leading apostrophe. */
export function toCsv(columns: readonly Pick<QueryColumn, 'id' | 'label'>[], rows: readonly Readonly<Record<string, Cell>>[]): string {
  const lines = [columns.map(({ label }) => cell(label)), ...rows.map((row) => columns.map(({ id }) => cell(row[id] ?? null)))];
  return `${lines.map((line) => line.join(',')).join('\r\n')}\r\n`;
}

function cell(value: Cell): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) && Number.isNaN(Number(value)) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
