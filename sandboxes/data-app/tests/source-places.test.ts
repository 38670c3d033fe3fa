import { expect, test } from 'vitest';
import { locate } from '../template/sdk/source-places.ts';
import { placesOf } from '../template/vite-places.ts';

const own = (source: string) => (source.startsWith('../../src/') ? 0 : null);

// Line 2 of the bundle: column 0 is a library, 4 is line 3 of the app, 10 line 5, 14 a library again.
const MAP = { sources: ['../../node_modules/x.js', '../../src/App.tsx'], mappings: ';AAAA,ICEA,MAEA,IDJA' };

test('of a source map only the lines of the app are kept', () => {
  expect(placesOf(MAP, own)).toEqual([[], [[4, 0, 3], [10, 0, 5], [14]]]);
});

test('a stack is followed to the first line that is the app’s own', () => {
  const places = { files: ['src/App.tsx'], chunks: { 'index-a1.js': placesOf(MAP, own) } };
  const frame = (column: number) => `    at f (http://apps.example/p/token/assets/index-a1.js:2:${column})`;
  expect(locate(`Error: x\n${frame(6)}`, places)).toEqual({ file: 'src/App.tsx', line: 3 });
  expect(locate(`Error: x\n${frame(1)}\n${frame(11)}`, places)).toEqual({ file: 'src/App.tsx', line: 5 });
  expect(locate(`Error: x\n${frame(15)}\n    at g (http://apps.example/assets/__proto__.js:1:1)`, places)).toBeNull();
  expect(locate('Error: x', places)).toBeNull();
});
