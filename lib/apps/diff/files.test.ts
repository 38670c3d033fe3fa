import { applyPatch } from 'diff';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { diffFiles } from './files.ts';

const files = (tree: Record<string, string | Buffer>) => new Map(Object.entries(tree).map(([path, body]) => [path, Buffer.from(body)]));
const lines = (count: number, write: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => `${write(index)}\n`).join('');

it('names every file that differs, in order, and none that does not', async () => {
  const before = files({ 'src/b.ts': 'old\n', 'src/same.ts': 'x\n', 'src/gone.ts': 'bye\n' });
  const after = files({ 'src/b.ts': 'new\n', 'src/same.ts': 'x\n', 'src/a new.ts': 'hello\nthere' });
  expect((await diffFiles(before, after)).map(({ path, status, additions, deletions }) => [path, status, additions, deletions])).toEqual([
    ['src/a new.ts', 'added', 2, 0],
    ['src/b.ts', 'changed', 1, 1],
    ['src/gone.ts', 'removed', 0, 1],
  ]);
});

it('gives patches that make the new text of the old one', async () => {
  const text = fc.array(fc.constantFrom('a', 'b', '', '-x', '+y', '\\ no'), { maxLength: 12 }).map((all) => all.join('\n'));
  await fc.assert(
    fc.asyncProperty(text, text, async (before, after) => {
      const [file] = await diffFiles(files({ f: before }), files({ f: after }));
      expect(before === after ? file : applyPatch(before, file?.patch ?? '')).toBe(before === after ? undefined : after);
    }),
  );
});

it('leaves out what is no text, and says so', async () => {
  const before = files({ 'a.png': Buffer.from([1, 0, 2]), 'b.txt': 'text' });
  const after = files({ 'a.png': Buffer.from([1, 0, 3]), 'b.txt': Buffer.from([0xff, 0xfe, 0x41]) });
  const about = { status: 'changed', additions: 0, deletions: 0, patch: null, leftOut: 'binary' };
  expect(await diffFiles(before, after)).toEqual([
    { path: 'a.png', ...about },
    { path: 'b.txt', ...about },
  ]);
});

it('leaves out what is too large to compare, in seconds and not in minutes', async () => {
  const started = performance.now();
  const before = files({ long: lines(30_000, String), rewritten: lines(9_000, (index) => `a${index}`) });
  const after = files({ long: lines(30_000, (index) => `${index}!`), rewritten: lines(9_000, (index) => `b${index}`) });
  expect(await diffFiles(before, after)).toMatchObject([
    { path: 'long', patch: null, leftOut: 'too_large' },
    { path: 'rewritten', patch: null, leftOut: 'too_large' },
  ]);
  expect(performance.now() - started).toBeLessThan(5_000);
});

it('bounds what it sends, and still counts the lines', async () => {
  const wide = 'x'.repeat(100);
  const tree = Object.fromEntries(
    Array.from({ length: 12 }, (_, index) => [`f${String(index).padStart(2, '0')}`, lines(2_400, () => wide)]),
  );
  const diffs = await diffFiles(files({}), files({ ...tree, huge: lines(4_000, () => wide) }));
  const bytes = diffs.reduce((sum, { patch }) => sum + (patch?.length ?? 0), 0);
  expect(bytes).toBeLessThanOrEqual(2 * 1024 * 1024);
  expect(diffs.filter(({ leftOut }) => leftOut === 'too_large').length).toBeGreaterThan(3);
  expect(diffs.find(({ path }) => path === 'huge')).toMatchObject({ additions: 4_000, patch: null, leftOut: 'too_large' });
});
