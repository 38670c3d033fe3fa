import type { DimensionType } from '#lib/contracts/catalog.ts';
import { TIME_PARTS, type TimePart, TRUNCATIONS, type Truncation } from '#lib/warehouse/dialects/dialect.ts';

export type Interval = 'RAW' | Truncation | TimePart;

const ALL: readonly string[] = ['RAW', ...TRUNCATIONS, ...TIME_PARTS];
const FINER_THAN_DAY: readonly Interval[] = ['HOUR', 'MINUTE', 'SECOND', 'MILLISECOND', 'HOUR_OF_DAY_NUM', 'MINUTE_OF_HOUR_NUM'];

export const isInterval = (text: string): text is Interval => ALL.includes(text);
export const isTruncation = (interval: Interval): interval is Truncation => (TRUNCATIONS as readonly string[]).includes(interval);

/** Intervals that a time dimension has when the model names none. */
export const defaultIntervals = (type: 'date' | 'timestamp'): readonly Interval[] =>
  type === 'date' ? ['DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'] : ['RAW', 'HOUR', 'DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'];

export const needsTime = (interval: Interval): boolean => FINER_THAN_DAY.includes(interval);

/** Type of the values that an interval of a date or timestamp has. */
export function intervalType(interval: Interval, base: DimensionType): DimensionType {
  if (interval === 'RAW') return base;
  if (interval.endsWith('_NAME')) return 'string';
  if (!isTruncation(interval)) return 'number';
  return needsTime(interval) ? 'timestamp' : 'date';
}

export const intervalName = (dimension: string, interval: Interval): string => `${dimension}_${interval.toLowerCase()}`;

/** "Order date" and `DAY_OF_WEEK_NAME` make "Order date day of week name". */
export const intervalLabel = (label: string, interval: Interval): string =>
  `${label} ${interval.toLowerCase().replaceAll('_', ' ').replace(/ num$/, ' number')}`;
