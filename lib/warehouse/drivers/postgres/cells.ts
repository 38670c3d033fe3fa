import type { Cell } from '#lib/contracts/query.ts';
import { numberOrText } from '../../numbers.ts';

const BOOL = 16;
const INT8 = 20;
const INT2 = 21;
const INT4 = 23;
const OID = 26;
const FLOAT4 = 700;
const FLOAT8 = 701;
const DATE = 1082;
const TIMESTAMP = 1114;
const TIMESTAMPTZ = 1184;
const NUMERIC = 1700;

const NUMBERS: readonly number[] = [INT2, INT4, INT8, OID, FLOAT4, FLOAT8, NUMERIC];

/** The text that Postgres sends for a value of that type, as a cell. Sessions run in UTC with ISO dates. */
export function toCell(text: string | null, type: number): Cell {
  if (text === null) return null;
  if (type === BOOL) return text === 't';
  if (NUMBERS.includes(type)) return /^(NaN|-?Infinity)$/.test(text) ? null : numberOrText(text);
  if (type === DATE) return text;
  if (type === TIMESTAMP || type === TIMESTAMPTZ) return timestampText(text);
  return text;
}

function timestampText(text: string): string {
  const time = new Date(`${text.replace(' ', 'T').replace(/[+-]00(:00)?$/, '')}Z`);
  return Number.isNaN(time.getTime()) ? text : time.toISOString();
}
