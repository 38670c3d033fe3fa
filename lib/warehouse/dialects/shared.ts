import type { TimePart, Truncation } from './dialect.ts';

const quote = (identifier: string): string => `"${identifier.replaceAll('"', '""')}"`;

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const asDate = (sql: string): string => `CAST(${sql} AS DATE)`;

const truncate = (unit: Truncation, sql: string): string => `date_trunc('${unit.toLowerCase()}', ${sql})`;

const toZone = (sql: string, zone: string): string => `(CAST(${sql} AS TIMESTAMPTZ) AT TIME ZONE ${literal(zone)})`;

const fromZone = (sql: string, zone: string): string => `(${sql} AT TIME ZONE ${literal(zone)})`;

const contains = (sql: string, part: string): string => `strpos(${sql}, ${part}) > 0`;

const endsWith = (sql: string, suffix: string): string => `right(${sql}, length(${suffix})) = ${suffix}`;

const EXTRACT: Partial<Record<TimePart, string>> = {
  YEAR_NUM: 'year',
  QUARTER_NUM: 'quarter',
  MONTH_NUM: 'month',
  WEEK_NUM: 'week',
  DAY_OF_MONTH_NUM: 'day',
  DAY_OF_YEAR_NUM: 'doy',
  DAY_OF_WEEK_INDEX: 'dow',
  HOUR_OF_DAY_NUM: 'hour',
  MINUTE_OF_HOUR_NUM: 'minute',
};

/** A numeric part, or undefined for the parts that are names. Sunday is day 0 of the week; weeks are those of ISO 8601. */
export function numericPart(part: TimePart, sql: string): string | undefined {
  const field = EXTRACT[part];
  return field === undefined ? undefined : `CAST(EXTRACT(${field} FROM ${sql}) AS INTEGER)`;
}

export const quarterName = (sql: string): string => `'Q' || CAST(EXTRACT(quarter FROM ${sql}) AS VARCHAR)`;

/** SQL that the supported warehouses spell alike. */
export const shared = { quote, literal, asDate, truncate, toZone, fromZone, contains, endsWith };
