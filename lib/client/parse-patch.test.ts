import { describe, expect, it } from 'vitest';
import { parsePatch } from './parse-patch.ts';

const short = (patch: string) => parsePatch(patch).map(({ kind, text, old, now }) => [kind, text, old, now]);

describe('a patch', () => {
  it('becomes lines with their numbers, and says what it leaves out', () => {
    const patch =
      '--- a/f\n+++ b/f\n@@ -3,3 +3,4 @@\n same\n-old\n+new\n+more\n end\n@@ -20,1 +21,1 @@\n-x\n+y\n\\ No newline at end of file\n';
    expect(short(patch)).toEqual([
      ['skipped', '2 unchanged lines', null, null],
      ['same', 'same', 3, 3],
      ['removed', 'old', 4, null],
      ['added', 'new', null, 4],
      ['added', 'more', null, 5],
      ['same', 'end', 5, 6],
      ['skipped', '14 unchanged lines', null, null],
      ['removed', 'x', 20, null],
      ['added', 'y', null, 21],
    ]);
  });

  it('of a new file begins at line 1', () => {
    expect(short('--- /dev/null\n+++ b/f\n@@ -0,0 +1,2 @@\n+a\n+b\n')).toEqual([
      ['added', 'a', null, 1],
      ['added', 'b', null, 2],
    ]);
  });

  it('may change lines that look like its own headers', () => {
    expect(short('--- a/f\n+++ b/f\n@@ -1,2 +1,2 @@\n--- old\n+++ new\n \n')).toEqual([
      ['removed', '-- old', 1, null],
      ['added', '++ new', null, 1],
      ['same', '', 2, 2],
    ]);
  });

  it('without hunks has no lines', () => {
    expect(short('--- /dev/null\n+++ b/empty\n')).toEqual([]);
  });
});
