import type { FilterRule } from '#lib/contracts/query.ts';
import { AppError } from '#lib/errors.ts';
import type { ValueType } from '#lib/warehouse/dialects/dialect.ts';
import { timestampText, wallClock } from './calendar.ts';
import type { CompileContext } from './context.ts';

const DATE = /^(\d{4}-\d{2}-\d{2})(?:[T ].*)?$/;
const TIMESTAMP = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)\s*(Z|[+-]\d{2}:?\d{2})?)?$/;
const NUMBER = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;

export type PlainValue = string | number | boolean;

/** True for a value that means a whole day. */
export const isDay = (value: unknown): boolean => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value);

/**
 * A filter value as the field's type needs it: numbers from numeric text, dates as `YYYY-MM-DD`,
 * timestamps as wall-clock text in the query's zone.
 * @throws AppError `invalid_request` that names the field and the value
 */
export function toValue(context: CompileContext, rule: FilterRule, type: ValueType, value: string | number | boolean | null): PlainValue {
  const converted = value === null ? undefined : convert(context, type, value);
  if (converted !== undefined) return converted;
  const shown = JSON.stringify(value)?.slice(0, 80);
  throw new AppError('invalid_request', `The filter on ${rule.target.fieldId} needs ${WANTED[type]}, and ${shown} is none`);
}

const WANTED: Record<ValueType, string> = {
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
  date: 'a date such as 2026-10-31',
  timestamp: 'a time such as 2026-10-31T08:00:00Z',
};

function convert(context: CompileContext, type: ValueType, value: PlainValue): PlainValue | undefined {
  if (type === 'string') return String(value);
  if (type === 'number') return toNumber(value);
  if (type === 'boolean') return toBoolean(value);
  if (typeof value !== 'string') return undefined;
  return type === 'date' ? toDate(value) : toTimestamp(context, value);
}

function toNumber(value: PlainValue): PlainValue | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string' || value.length > 60 || !NUMBER.test(value.trim())) return undefined;
  const number = Number(value);
  // Digits that a number cannot hold travel as text.
  return /^-?\d+$/.test(value.trim()) && !Number.isSafeInteger(number) ? value.trim() : number;
}

function toBoolean(value: PlainValue): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const text = String(value).toLowerCase();
  return text === 'true' || text === '1' ? true : text === 'false' || text === '0' ? false : undefined;
}

const isRealDay = (day: string): boolean => {
  const time = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(day);
};

function toDate(value: string): string | undefined {
  const day = DATE.exec(value)?.[1];
  return day !== undefined && isRealDay(day) ? day : undefined;
}

function toTimestamp(context: CompileContext, value: string): string | undefined {
  const match = TIMESTAMP.exec(value.trim());
  const [, day = '', clock = '00:00:00', offset] = match ?? [];
  if (!match || !isRealDay(day)) return undefined;
  const instant = new Date(`${day}T${clock}${offset?.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2') ?? 'Z'}`);
  if (Number.isNaN(instant.getTime())) return undefined;
  // A time without offset is meant in the query's zone already.
  return timestampText(offset === undefined ? instant : wallClock(instant, context.zone));
}
