import { expect, test } from 'vitest';
import { clampToWindow } from './guest-times.ts';

const window = { startedAt: 1_000, endedAt: 2_000 };

test('times within the wait are taken as they are', () => {
  expect(clampToWindow({ startedAt: 1_200, ms: 300 }, window)).toEqual({ startedAt: 1_200, endedAt: 1_500 });
});

test('a guest whose clock is wrong keeps its duration, inside the wait', () => {
  expect(clampToWindow({ startedAt: 5, ms: 300 }, window)).toEqual({ startedAt: 1_000, endedAt: 1_300 });
  expect(clampToWindow({ startedAt: 9e15, ms: 300 }, window)).toEqual({ startedAt: 1_700, endedAt: 2_000 });
});

test('whatever a guest says, its span never leaves the wait or runs backwards', () => {
  const odd = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -1, 0, 1_500, 1e308];
  for (const startedAt of odd) {
    for (const ms of odd) {
      const span = clampToWindow({ startedAt, ms }, window);
      expect(span.startedAt >= window.startedAt && span.startedAt <= span.endedAt && span.endedAt <= window.endedAt).toBe(true);
    }
  }
});

test('a wait that a clock jump turned around is an instant', () => {
  expect(clampToWindow({ startedAt: 1_500, ms: 10 }, { startedAt: 2_000, endedAt: 1_000 })).toEqual({ startedAt: 2_000, endedAt: 2_000 });
});
