import { describe, expect, it } from 'vitest';
import { countFolders, moveInTree, treeRows } from './file-tree.ts';

const PATHS = ['src/App.tsx', 'src/charts/line.tsx', 'src/charts/deep/axis.ts', 'src/a.ts', 'readme.md'];
const OPEN = new Set<string>();
const lines = (closed: Iterable<string> = []) =>
  treeRows(PATHS, new Set(closed)).map(({ name, level, place, among }) => `${'  '.repeat(level - 1)}${name} ${place}/${among}`);

describe('a tree of files', () => {
  it('has folders before files, each by name, with its level and its place', () => {
    expect(lines()).toEqual([
      'src 1/2',
      '  charts 1/3',
      '    deep 1/2',
      '      axis.ts 1/1',
      '    line.tsx 2/2',
      '  a.ts 2/3',
      '  App.tsx 3/3',
      'readme.md 2/2',
    ]);
  });

  it('leaves out what lies in a closed folder', () => {
    expect(lines(['src/charts'])).toEqual(['src 1/2', '  charts 1/3', '  a.ts 2/3', '  App.tsx 3/3', 'readme.md 2/2']);
  });

  it('counts every folder once, those that hold folders only as well', () => {
    expect(countFolders(PATHS)).toBe(3);
    expect(countFolders(['src/App.tsx', 'src/b.ts'])).toBe(1);
    expect(countFolders(['a.ts'])).toBe(0);
  });

  it('is walked with the arrows', () => {
    const rows = treeRows(PATHS, OPEN);
    const go = (at: string, key: string) => moveInTree(rows, at, key, OPEN);
    expect(go('src', 'ArrowDown')).toEqual({ focus: 'src/charts' });
    expect(go('src', 'ArrowUp')).toEqual({ focus: 'src' });
    expect(go('readme.md', 'ArrowDown')).toEqual({ focus: 'readme.md' });
    expect(go('src/charts', 'ArrowRight')).toEqual({ focus: 'src/charts/deep' });
    expect(go('src/charts', 'ArrowLeft')).toEqual({ focus: 'src/charts', toggle: 'src/charts' });
    expect(go('src/charts/line.tsx', 'ArrowLeft')).toEqual({ focus: 'src/charts' });
    expect(go('src/a.ts', 'Home')).toEqual({ focus: 'src' });
    expect(go('src/a.ts', 'End')).toEqual({ focus: 'readme.md' });
    expect(go('src/a.ts', 'x')).toBeNull();
    const closed = new Set(['src/charts']);
    expect(moveInTree(treeRows(PATHS, closed), 'src/charts', 'ArrowRight', closed)).toEqual({ focus: 'src/charts', toggle: 'src/charts' });
    expect(moveInTree(treeRows(PATHS, closed), 'src/charts', 'ArrowLeft', closed)).toEqual({ focus: 'src' });
  });
});
