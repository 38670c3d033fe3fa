import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const LAST_CELL = /\| (tests\/[\w/.-]+): ([^|]+) \|$/;

test('every fault in docs/faults.md has the test that it names', () => {
  const rows = readFileSync(resolve(ROOT, 'docs/faults.md'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(1);
  expect(rows.length).toBeGreaterThan(20);
  for (const row of rows) {
    const [, path = '', name = ''] = LAST_CELL.exec(row) ?? [];
    const source = existsSync(resolve(ROOT, path)) && path !== '' ? readFileSync(resolve(ROOT, path), 'utf8') : '';
    expect(source, row).toContain(name || row);
  }
});
