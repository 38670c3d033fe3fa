import { AppError } from '#lib/errors.ts';

export type CalendarUnit = 'days' | 'weeks' | 'months' | 'quarters' | 'years';

/**
 * A wall-clock time, carried in the UTC fields of a Date so that calendar arithmetic knows no zone and no summer time.
 */
export type WallClock = Date;

/** @throws AppError `invalid_request` when the runtime knows no such zone */
export function checkZone(zone: string): string {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: zone }).resolvedOptions().timeZone;
  } catch (cause) {
    throw new AppError('invalid_request', `"${zone}" is not a time zone: give a name such as UTC or Europe/Berlin`, { cause });
  }
}

/** What clocks in `zone` show at that instant. */
export function wallClock(instant: Date, zone: string): WallClock {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(instant);
  const field = (type: string): number => Number(parts.find((part) => part.type === type)?.value);
  const wall = Date.UTC(field('year'), field('month') - 1, field('day'), field('hour'), field('minute'), field('second'));
  return new Date(wall + (((instant.getTime() % 1000) + 1000) % 1000));
}

/** Adds calendar units; the last day of a month stays in its month (31 January plus one month is 28 or 29 February). */
export function add(time: WallClock, count: number, unit: CalendarUnit): WallClock {
  const result = new Date(time);
  if (unit === 'days' || unit === 'weeks') {
    result.setUTCDate(result.getUTCDate() + count * (unit === 'weeks' ? 7 : 1));
    return result;
  }
  const months = count * { months: 1, quarters: 3, years: 12 }[unit];
  const day = result.getUTCDate();
  result.setUTCDate(1);
  result.setUTCMonth(result.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(result.getUTCFullYear(), result.getUTCMonth() + 1, 0)).getUTCDate();
  result.setUTCDate(Math.min(day, lastDay));
  return result;
}

/** First moment of the day, week (Monday), month, quarter or year. */
export function startOf(time: WallClock, unit: CalendarUnit): WallClock {
  const start = new Date(Date.UTC(time.getUTCFullYear(), time.getUTCMonth(), time.getUTCDate()));
  if (unit === 'weeks') start.setUTCDate(start.getUTCDate() - ((start.getUTCDay() + 6) % 7));
  if (unit === 'months') start.setUTCDate(1);
  if (unit === 'quarters') start.setUTCMonth(start.getUTCMonth() - (start.getUTCMonth() % 3), 1);
  if (unit === 'years') start.setUTCMonth(0, 1);
  return start;
}

export const dateText = (time: WallClock): string => time.toISOString().slice(0, 10);
export const timestampText = (time: WallClock): string => time.toISOString().slice(0, 23).replace('T', ' ');
