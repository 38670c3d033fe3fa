import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { MACHINES, withDiagrams } from './diagrams.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(resolve(ROOT, path), 'utf8');

test('docs/architecture.md shows the machines as the code has them (mend it with `node scripts/diagrams.ts`)', () => {
  const document = read('docs/architecture.md');
  for (const name of Object.keys(MACHINES)) expect(document).toContain(`<!-- machine:${name} -->`);
  expect(withDiagrams(document)).toBe(document);
});

test('a marker that names no machine is an error', () => {
  expect(() => withDiagrams('<!-- machine:nothing -->\n<!-- /machine -->')).toThrow('nothing');
});

describe.each(Object.entries(MACHINES))('the machine of a %s', (_name, { states, moves }) => {
  const names = Object.keys(states);

  test('has moves between its own states only, and reaches all of them', () => {
    const reached = new Set<string>();
    for (const { from, to } of Object.values(moves)) {
      expect(names).toEqual(expect.arrayContaining([...from, to]));
      reached.add(to);
    }
    expect([...reached].sort()).toEqual([...names].sort());
  });

  test('has a deadline in every state but its ends, and ends are never left', () => {
    for (const [name, { deadlines }] of Object.entries(states)) {
      const leaving = Object.values(moves).filter(({ from }) => from.includes(name));
      expect(leaving.length === 0, name).toBe(deadlines.length === 0);
      for (const { move } of deadlines) expect(moves[move]?.from, `${name}: ${move}`).toContain(name);
    }
  });
});

test('no other code writes the state of a build or of a sandbox', () => {
  const files = globSync('{lib,app,worker,gateway,web}/**/*.{ts,tsx}', { cwd: ROOT }).filter((path) => !path.includes('generated'));
  const writers = (pattern: RegExp) => files.filter((path) => pattern.test(read(path)));
  expect(writers(/\.build\.(create|update|upsert)\w*\(\{[^;]*?\bdata:[^;]*?\bstatus:/)).toEqual(['lib/builds/move.ts']);
  expect(writers(/\.sandbox\.(create|update|upsert)/)).toEqual(['lib/sandbox/registry.ts']);
  expect(writers(/UPDATE "(Build|Sandbox)"\s+SET((?!WHERE)[^;])*"(status" =|state" = ')/)).toEqual([]);
});
