export type ValueType = 'string' | 'number' | 'date' | 'timestamp' | 'boolean';

export const TRUNCATIONS = ['YEAR', 'QUARTER', 'MONTH', 'WEEK', 'DAY', 'HOUR', 'MINUTE', 'SECOND', 'MILLISECOND'] as const;
export type Truncation = (typeof TRUNCATIONS)[number];

export const TIME_PARTS = [
  'YEAR_NUM',
  'QUARTER_NUM',
  'MONTH_NUM',
  'WEEK_NUM',
  'DAY_OF_MONTH_NUM',
  'DAY_OF_YEAR_NUM',
  'DAY_OF_WEEK_INDEX',
  'HOUR_OF_DAY_NUM',
  'MINUTE_OF_HOUR_NUM',
  'DAY_OF_WEEK_NAME',
  'MONTH_NAME',
  'QUARTER_NAME',
] as const;
export type TimePart = (typeof TIME_PARTS)[number];

/** What differs from one warehouse's SQL to the next. Every method is pure and returns SQL text. */
export interface Dialect {
  readonly name: string;
  quote(identifier: string): string;
  /** A string literal, for values that no parameter can carry. */
  literal(text: string): string;
  /** The n-th parameter (from 1), with the type that the warehouse shall read it as. */
  parameter(index: number, type: ValueType, value: string | number | boolean): string;
  truncate(unit: Truncation, sql: string): string;
  timePart(part: TimePart, sql: string): string;
  /** The wall-clock time in `zone` of an instant; a timestamp without a zone counts as UTC. */
  toZone(sql: string, zone: string): string;
  /** The instant of a wall-clock time in `zone`. */
  fromZone(sql: string, zone: string): string;
  asDate(sql: string): string;
  startsWith(sql: string, prefix: string): string;
  endsWith(sql: string, suffix: string): string;
  contains(sql: string, part: string): string;
}
