import { expect, test } from 'vitest';
import { formatEstimate } from './format-estimate.ts';

test.each([
  [0.2, 0.6, 110, 250, 'usually $0.20–0.60, 2–4 min'],
  [0.004, 0.011, 22, 41, 'usually $0.004–0.011, 20–40 s'],
  [1.5, 1.5, 60, 95, 'usually $1.50, 1–2 min'],
  [0.2, 0.3, 3, 4, 'usually $0.20–0.30, 10 s'],
])('an estimate of $%d to $%d and %d to %d seconds is told in few words', (low, high, fast, slow, words) => {
  expect(formatEstimate({ usd: { low, high }, seconds: { low: fast, high: slow } })).toBe(words);
});
