import type { ValueFormat } from '#lib/contracts/catalog.ts';
import type { LocatedMap } from '../yaml/located.ts';
import type { Reader } from '../yaml/reader.ts';

const CURRENCIES: Record<string, string> = { usd: 'USD', gbp: 'GBP', eur: 'EUR', jpy: 'JPY', dkk: 'DKK' };
const SYMBOLS: Record<string, string> = { $: 'USD', '£': 'GBP', '€': 'EUR', '¥': 'JPY' };

/** `format`, `round` and `compact` of a field. A format that is not understood is reported and left out: the values stay right. */
export function readFormat(reader: Reader, map: LocatedMap, what: string): ValueFormat | null {
  const text = reader.string(map, 'format');
  const decimals = reader.integer(map, 'round', 0, 10);
  const named = text === undefined ? undefined : parseFormat(text);
  if (text !== undefined && named === undefined) {
    reader.problem(map.get('format')?.line ?? 1, `\`format\`: "${text}" of ${what} is not supported yet; the plain value is shown`);
  }
  const compact = map.get('compact')?.value;
  const isCompact = compact !== undefined && compact !== null && compact !== false;
  if (named === undefined && decimals === undefined && !isCompact) return null;
  return {
    ...(named ?? { kind: 'number' as const }),
    ...(decimals === undefined ? {} : { decimals }),
    ...(isCompact ? { compact: true } : {}),
  };
}

function parseFormat(text: string): ValueFormat | undefined {
  const name = text.trim().toLowerCase();
  if (name === 'percent') return { kind: 'percent' };
  if (name === 'id') return { kind: 'id' };
  const currency = CURRENCIES[name];
  if (currency) return { kind: 'currency', currency };
  return spreadsheetFormat(text.trim());
}

/** The common spreadsheet patterns: `#,##0.00`, `0.0%`, `[$$]#,##0`, `€#,##0.00`. */
function spreadsheetFormat(text: string): ValueFormat | undefined {
  const match = /^(?:\[\$)?([$£€¥])?\]?(?:#,##)?[0#](?:\.(0+))?(%)?$/.exec(text);
  if (!match) return undefined;
  const [, symbol, zeros = '', percent] = match;
  const decimals = Math.min(10, zeros.length);
  if (percent) return { kind: 'percent', decimals };
  const currency = symbol === undefined ? undefined : SYMBOLS[symbol];
  return currency ? { kind: 'currency', currency, decimals } : { kind: 'number', decimals };
}
