import { expect, test } from 'vitest';
import { storable, storableText } from './storable.ts';

const refused = { code: 'invalid_request' };
const check = (value: unknown) => () => storable(value, 'body');

test('ordinary values pass untouched', () => {
  const value = { prompt: 'Umsatz 📈 nach Monat\n', list: [1, null, true, { deep: 'ok' }] };
  expect(storable(value, 'body')).toBe(value);
  expect(storable(undefined, 'body')).toBeUndefined();
});

test('a text that no column takes is refused wherever it stands', () => {
  for (const text of ['\0', 'a\0b', '\ud83d', '\udcc8 x']) {
    for (const value of [text, [text], { a: { b: [text] } }, { [text]: 1 }]) expect(check(value)).toThrow(expect.objectContaining(refused));
  }
});

test('values within values are refused before anything recurses too deep', () => {
  let value: unknown = 1;
  for (let depth = 0; depth < 100_000; depth++) value = { and: [value] };
  expect(check(value)).toThrow(expect.objectContaining(refused));
});

test('a text that must be kept loses only what cannot be', () => {
  expect(storableText('a\0b 📈 \ud83d')).toBe('a\ufffdb 📈 \ufffd');
});
