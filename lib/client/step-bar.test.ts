import { expect, test } from 'vitest';
import { barOf } from './step-bar.ts';
import type { StepLine } from './transcript.ts';

const START = '2026-01-01T00:00:00.000Z';
const NOW = Date.parse(START) + 30_000;
const step = (name: StepLine['name'], ms: number | null): StepLine => ({
  name,
  status: ms === null ? 'started' : 'finished',
  startedAt: START,
  ms,
  tries: 1,
});
const end = (parts: ReturnType<typeof barOf>) => (parts.at(-1)?.x ?? 0) + (parts.at(-1)?.width ?? 0);

test('every step of a finished build is as wide as its share of the time, and the bar is full', () => {
  const parts = barOf([step('sandbox', 1_000), step('generate', 9_000)], false, NOW);
  const [sandbox, generate] = parts.map(({ width }) => width);
  expect((generate ?? 0) / (sandbox ?? 1)).toBeGreaterThan(7);
  expect(end(parts)).toBeCloseTo(100);
});

test('a running build shows the time so far and a place for each step ahead', () => {
  const parts = barOf([step('sandbox', 1_000), step('generate', null)], true, NOW);
  expect(parts).toHaveLength(8);
  expect(parts[1]).toMatchObject({ name: 'generate', status: 'started', ms: 30_000 });
  expect(parts.slice(2).every(({ status, ms }) => status === 'ahead' && ms === null)).toBe(true);
  expect(end(parts)).toBeCloseTo(100);
});

test('a step too short to measure is still to be seen, and no step makes no bar', () => {
  expect(barOf([step('sandbox', 0), step('generate', 100_000)], false, NOW)[0]?.width).toBeGreaterThanOrEqual(2);
  expect(barOf([step('sandbox', 0)], false, NOW)).toMatchObject([{ x: 0, width: 100 }]);
  expect(barOf([], false, NOW)).toEqual([]);
});
