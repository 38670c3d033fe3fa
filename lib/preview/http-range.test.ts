import { expect, it } from 'vitest';
import { parseRange } from './http-range.ts';
import { BytesCache, pickEncoding } from './text-cache.ts';

it.each([
  [undefined, null],
  ['bytes=0-4', { start: 0, end: 4 }],
  ['bytes=5-', { start: 5, end: 9 }],
  ['bytes=-3', { start: 7, end: 9 }],
  ['bytes=-30', { start: 0, end: 9 }],
  ['bytes=8-100', { start: 8, end: 9 }],
  ['bytes=10-', 'unsatisfiable'],
  ['bytes=-0', 'unsatisfiable'],
  ['bytes=4-2', null],
  ['bytes=0-1,3-4', null],
  ['bytes=-', null],
  ['items=0-1', null],
] as const)('the range header %j of ten bytes means %j', (header, expected) => {
  expect(parseRange(header, 10)).toEqual(expected);
});

it.each([
  ['gzip, deflate, br, zstd', 'br'],
  ['gzip', 'gzip'],
  ['br;q=0, gzip;q=0.5', 'gzip'],
  ['identity', 'identity'],
  [undefined, 'identity'],
])('a client that accepts %j gets %s', (header, expected) => {
  expect(pickEncoding(header)).toBe(expected);
});

it('forgets the bytes that were used longest ago', () => {
  const cache = new BytesCache<{ body: Buffer }>(100);
  for (const key of ['a', 'b', 'c', 'd']) cache.set(key, { body: Buffer.alloc(25) });
  cache.get('a');
  cache.set('e', { body: Buffer.alloc(25) });
  cache.set('too large', { body: Buffer.alloc(26) });
  expect(['a', 'b', 'c', 'd', 'e', 'too large'].filter((key) => cache.get(key) !== undefined)).toEqual(['a', 'c', 'd', 'e']);
});
