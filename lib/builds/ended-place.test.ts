import { expect, test } from 'vitest';
import { advance, lookFrom, readPlace, writePlace } from './ended-place.ts';

const START = { at: 0, told: [] };

test('a place survives being written down', () => {
  const place = advance(START, [
    { id: 'bld_a', at: 1_700_000_000_000 },
    { id: 'bld_b', at: 1_700_000_000_500 },
  ]);
  expect(readPlace(writePlace(place))).toMatchObject({ at: 1_700_000_000_500, told: [{ id: 'bld_a' }, { id: 'bld_b' }] });
});

test('an end that appears late, dated before what was told, is still looked for', () => {
  const place = advance(START, [{ id: 'bld_new', at: 100_000 }]);
  expect(lookFrom(place).getTime()).toBeLessThan(100_000 - 10_000);
});

test('what is too old to be looked at again is not carried along', () => {
  const place = advance(advance(START, [{ id: 'bld_old', at: 100_000 }]), [{ id: 'bld_new', at: 200_000 }]);
  expect(place.told.map(({ id }) => id)).toEqual(['bld_new']);
});

test('an end dated in the past does not move the place back', () => {
  const place = advance(advance(START, [{ id: 'bld_a', at: 100_000 }]), [{ id: 'bld_b', at: 95_000 }]);
  expect(place).toMatchObject({ at: 100_000, told: [{ id: 'bld_b' }, { id: 'bld_a' }] });
});

test.each(['', 'x'.repeat(40), '1.a b', "1.'", '-5', '1..2'])('%j is no cursor', (cursor) => {
  expect(() => readPlace(cursor)).toThrow(/not one of this stream/);
});
