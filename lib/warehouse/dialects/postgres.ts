import type { Dialect, TimePart, ValueType } from './dialect.ts';
import { numericPart, quarterName, shared } from './shared.ts';

const TYPE: Record<ValueType, string> = {
  string: 'TEXT',
  number: 'NUMERIC',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
  boolean: 'BOOLEAN',
};

function timePart(part: TimePart, sql: string): string {
  // The TM prefix would follow the server's locale; these names are English in every warehouse.
  if (part === 'DAY_OF_WEEK_NAME') return `to_char(${sql}, 'FMDay')`;
  if (part === 'MONTH_NAME') return `to_char(${sql}, 'FMMonth')`;
  return numericPart(part, sql) ?? quarterName(sql);
}

export const postgresDialect: Dialect = {
  ...shared,
  name: 'postgres',
  parameter: (index, type) => `CAST($${index} AS ${TYPE[type]})`,
  timePart,
  startsWith: (sql, prefix) => `starts_with(${sql}, ${prefix})`,
};
