import {
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampSecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  type DuckDBValue,
} from '@duckdb/node-api';
import type { Cell } from '#lib/contracts/query.ts';
import { numberOrText } from '../../numbers.ts';

/** A DuckDB value as a cell: dates as `YYYY-MM-DD`, timestamps as ISO 8601 in UTC, what is not a number as null. */
export function toCell(value: DuckDBValue): Cell {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'bigint' || value instanceof DuckDBDecimalValue) return numberOrText(value.toString());
  if (value instanceof DuckDBDateValue) return isoText(value.days * 86_400_000)?.replace(/T.*/, '') ?? value.toString();
  const micros = microsOf(value);
  return (micros === undefined ? undefined : isoText(Number(micros / 1000n))) ?? value.toString();
}

function microsOf(value: DuckDBValue): bigint | undefined {
  if (value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue) return value.micros;
  if (value instanceof DuckDBTimestampMillisecondsValue) return value.millis * 1000n;
  if (value instanceof DuckDBTimestampSecondsValue) return value.seconds * 1_000_000n;
  if (value instanceof DuckDBTimestampNanosecondsValue) return value.nanos / 1000n;
  return undefined;
}

/** Undefined for what a Date cannot hold, such as `infinity`. */
function isoText(millis: number): string | undefined {
  const time = new Date(millis);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}
