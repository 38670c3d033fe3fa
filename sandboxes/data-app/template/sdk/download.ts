import { toCsv } from './csv.ts';
import { reportError } from './errors.ts';
import { theBridge } from './runtime.ts';
import type { Cell, QueryColumn } from './types.ts';

const MAX_CHARS = 20_000_000;
const MAX_NAME = 200;
const MAX_MIME = 100;

/** Saves a text file for the viewer, at most 20 million characters: `download('orders.csv', text, 'text/csv')`. */
export function download(filename: string, text: string, mime = 'text/plain'): void {
  if (text.length > MAX_CHARS) reportError(new Error(`The file "${filename}" is too long to be saved: ${MAX_CHARS} characters at most.`));
  else theBridge().download(filename.slice(0, MAX_NAME), mime.slice(0, MAX_MIME), text);
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
