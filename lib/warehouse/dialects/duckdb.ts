import type { Dialect, TimePart, ValueType } from './dialect.ts';
import { numericPart, quarterName, shared } from './shared.ts';

const TYPE: Record<Exclude<ValueType, 'number'>, string> = {
  string: 'VARCHAR',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
  boolean: 'BOOLEAN',
};

function numberType(value: string | number | boolean): string {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? 'BIGINT' : 'DOUBLE';
  return /^-?\d{1,38}$/.test(String(value)) ? 'HUGEINT' : 'DOUBLE';
}

function timePart(part: TimePart, sql: string): string {
  if (part === 'DAY_OF_WEEK_NAME') return `strftime(${sql}, '%A')`;
  if (part === 'MONTH_NAME') return `strftime(${sql}, '%B')`;
  return numericPart(part, sql) ?? quarterName(sql);
}

export const duckdbDialect: Dialect = {
  ...shared,
  name: 'duckdb',
  parameter: (index, type, value) => `CAST($${index} AS ${type === 'number' ? numberType(value) : TYPE[type]})`,
  timePart,
  startsWith: (sql, prefix) => `starts_with(${sql}, ${prefix})`,
};
