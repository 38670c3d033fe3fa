import { expect, it } from 'vitest';
import { safeFileName, safeMime } from './save-file.ts';

it.each([
  ['orders.csv', 'text/csv', 'orders.csv'],
  ['../../etc/passwd', 'text/csv', 'passwd.csv'],
  ['C:\\Users\\a\\Orders 2026.CSV', 'text/csv', 'Orders 2026.CSV'],
  ['..hidden', 'text/plain', 'hidden.txt'],
  ['report\u202evsc.exe', 'text/csv', 'reportvsc.exe.csv'],
  ['setup.exe', 'application/x-msdownload', 'setup.exe.txt'],
  ['page.html', 'text/html', 'page.html.txt'],
  ['a\u0000b<c>.json', 'application/json', 'abc.json'],
  ['src/App.tsx', 'text/plain', 'App.tsx'],
  ['run.js', 'text/plain', 'run.js.txt'],
  ['con.csv', 'text/csv', '_con.csv'],
  ['', 'text/csv', 'export.csv'],
  ['.csv', 'text/csv', 'csv.csv'],
  ['half \ud800 pair.txt', 'text/plain', 'half \ufffd pair.txt'],
  ['x'.repeat(300), 'text/csv', `${'x'.repeat(120)}.csv`],
  ['notes', 'constructor', 'notes.txt'],
])('the name %j of a %s is saved as %j', (name, mime, expected) => {
  expect(safeFileName(name, mime)).toBe(expected);
});

it('saves nothing under a type that a browser runs', () => {
  expect(safeMime('text/csv; charset=latin1')).toBe('text/csv;charset=utf-8');
  for (const mime of ['text/html', 'image/svg+xml', 'text/javascript', 'application/x-sh', '__proto__', '']) {
    expect(safeMime(mime)).toBe('text/plain;charset=utf-8');
  }
});
