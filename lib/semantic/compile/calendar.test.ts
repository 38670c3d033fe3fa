import { describe, expect, it } from 'vitest';
import { add, dateText, startOf, timestampText, wallClock } from './calendar.ts';

const day = (text: string): Date => new Date(`${text}T00:00:00Z`);

describe('calendar arithmetic', () => {
  it.each([
    ['2024-01-31', 1, 'months', '2024-02-29'],
    ['2024-02-29', 1, 'years', '2025-02-28'],
    ['2024-03-31', -1, 'months', '2024-02-29'],
    ['2024-11-30', 1, 'quarters', '2025-02-28'],
    ['2024-12-31', 1, 'days', '2025-01-01'],
    ['2024-01-01', -1, 'weeks', '2023-12-25'],
  ] as const)('%s plus %i %s is %s', (from, count, unit, to) => {
    expect(dateText(add(day(from), count, unit))).toBe(to);
  });

  it.each([
    ['2026-11-01', 'weeks', '2026-10-26'],
    ['2026-11-02', 'weeks', '2026-11-02'],
    ['2026-11-15', 'months', '2026-11-01'],
    ['2026-06-30', 'quarters', '2026-04-01'],
    ['2026-06-30', 'years', '2026-01-01'],
  ] as const)('%s lies in the %s that begin on %s', (from, unit, to) => {
    expect(dateText(startOf(day(from), unit))).toBe(to);
  });

  it('shows what clocks show, on both sides of summer time', () => {
    expect(timestampText(wallClock(new Date('2026-03-29T00:59:59.500Z'), 'Europe/Berlin'))).toBe('2026-03-29 01:59:59.500');
    expect(timestampText(wallClock(new Date('2026-03-29T01:00:00Z'), 'Europe/Berlin'))).toBe('2026-03-29 03:00:00.000');
    expect(timestampText(wallClock(new Date('2026-01-01T00:00:00Z'), 'Asia/Kolkata'))).toBe('2026-01-01 05:30:00.000');
  });
});
