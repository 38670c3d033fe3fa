import { describe, expect, it } from 'vitest';
import { formatAgo, formatBytes, formatCount, formatDuration, formatMoment, formatUsd } from './format.ts';

const NOW = Date.parse('2026-06-15T12:00:00.000Z');
const ago = (seconds: number) => formatAgo(new Date(NOW - seconds * 1000).toISOString(), NOW);

describe('numbers for people', () => {
  it('tells how long ago something was, and how far ahead it lies', () => {
    expect([ago(20), ago(180), ago(7200), ago(90_000), ago(-86_400)]).toEqual([
      'just now',
      '3 minutes ago',
      '2 hours ago',
      'yesterday',
      'tomorrow',
    ]);
  });

  it('writes durations in the unit that fits', () => {
    expect([380, 4200, 42_000, 72_000].map(formatDuration)).toEqual(['380 ms', '4.2 s', '42 s', '1 min 12 s']);
  });

  it('keeps the digits of small sums that matter', () => {
    expect([0, 0.00001, 0.0042, 0.184, 12.3].map(formatUsd)).toEqual(['$0.00', '< $0.0001', '$0.0042', '$0.184', '$12.30']);
  });

  it('shortens counts and sizes', () => {
    expect([812, 12_400, 1_230_000].map(formatCount)).toEqual(['812', '12.4k', '1.2M']);
    expect([412, 3_400, 2_500_000].map(formatBytes)).toEqual(['412 B', '3.4 kB', '2.5 MB']);
  });
});

describe('a moment', () => {
  it('is a time today and has its day on others', () => {
    const now = new Date(2026, 10, 20, 18, 0).getTime();
    expect(formatMoment(new Date(2026, 10, 20, 9, 5).getTime(), now)).toBe('09:05');
    expect(formatMoment(new Date(2026, 10, 19, 23, 59).getTime(), now)).toBe('19 Nov, 23:59');
  });
});
