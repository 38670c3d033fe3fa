import { expect, it } from 'vitest';
import { createResultCache } from './result-cache.ts';

function cacheWithClock(maxBytes: number) {
  let now = 0;
  const cache = createResultCache<string>({ maxBytes, ttlMs: 1000, clock: () => now });
  return {
    cache,
    pass: (ms: number) => {
      now += ms;
    },
  };
}

it('drops what was used longest ago when the bytes do not suffice', () => {
  const { cache } = cacheWithClock(100);
  cache.set('a', 'A', 40);
  cache.set('b', 'B', 40);
  cache.get('a');
  cache.set('c', 'C', 40);
  expect([cache.get('a')?.value, cache.get('b')?.value, cache.get('c')?.value]).toEqual(['A', undefined, 'C']);
  expect(cache.bytes).toBe(80);
});

it('keeps nothing that is larger than the whole cache', () => {
  const { cache } = cacheWithClock(100);
  cache.set('a', 'A', 101);
  expect(cache.get('a')).toBeUndefined();
  expect(cache.bytes).toBe(0);
});

it('tells the age of an entry and forgets it after its time', () => {
  const { cache, pass } = cacheWithClock(100);
  cache.set('a', 'A', 10);
  pass(999);
  expect(cache.get('a')).toEqual({ value: 'A', ageMs: 999 });
  pass(1);
  expect(cache.get('a')).toBeUndefined();
  expect(cache.bytes).toBe(0);
});

it('counts an entry that is set again once', () => {
  const { cache } = cacheWithClock(100);
  cache.set('a', 'A', 60);
  cache.set('a', 'B', 70);
  expect(cache.bytes).toBe(70);
  expect(cache.get('a')?.value).toBe('B');
});
