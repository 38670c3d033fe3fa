import { toCsv } from './csv.ts';
import { theBridge } from './runtime.ts';
import type { Cell, QueryColumn } from './types.ts';

/** Saves a text file for the viewer, at most 20 million characters: `download('orders.csv', text, 'text/csv')`. */
export function download(filename: string, text: string, mime = 'text/plain'): void {
  theBridge().download(filename, mime, text);
}

/** Saves rows as CSV, every cell as it came, without formatting. */
export function downloadCsv(name: string, columns: readonly QueryColumn[], rows: readonly Readonly<Record<string, Cell>>[]): void {
  const safe =
    name
      .replace(/[^\p{L}\p{N}]+/gu, '-')
      .replace(/^-+|-+$/g, '')
      .toLowerCase() || 'data';
  download(`${safe.slice(0, 100)}.csv`, toCsv(columns, rows), 'text/csv');
}
