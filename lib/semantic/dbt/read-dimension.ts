import { DimensionType } from '#lib/contracts/catalog.ts';
import { type Interval, isInterval } from '../intervals.ts';
import { columnTemplate, parseTemplate } from '../sql-template.ts';
import type { LocatedMap } from '../yaml/located.ts';
import type { Reader } from '../yaml/reader.ts';
import { checkKeys, DIMENSION_KEYS } from './keys.ts';
import { type DimensionSource, friendly } from './source.ts';
import { readFormat } from './value-format.ts';

export interface ColumnFacts {
  readonly name: string;
  readonly line: number;
  readonly description: string | null;
  readonly dataType: string | null;
}

/**
 * One dimension of a column.
 * @param name differs from the column's for an additional dimension, which must have `sql`
 * @returns null when it cannot be used; the reason has been reported
 */
export function readDimension(
  reader: Reader,
  map: LocatedMap,
  name: string,
  line: number,
  column: ColumnFacts | null,
): DimensionSource | null {
  const what = `dimension ${name}`;
  if (!checkKeys(reader, map, DIMENSION_KEYS, what)) return null;
  const type = readType(reader, map, what);
  const intervals = readIntervals(reader, map, what);
  if (type === undefined || intervals === undefined) return null;
  const sql = reader.string(map, 'sql');
  if (sql === undefined && (column === null || map.has('sql'))) {
    reader.problem(line, `${what} needs \`sql\`, so it is left out`);
    return null;
  }
  const parsed = sql === undefined ? { template: columnTemplate(column?.name ?? name) } : parseTemplate(sql);
  if ('problem' in parsed) {
    reader.problem(map.get('sql')?.line ?? line, `\`sql\` of ${what}: ${parsed.problem}; it is left out`);
    return null;
  }
  return {
    name,
    line,
    label: reader.string(map, 'label') ?? friendly(name),
    description: reader.string(map, 'description') ?? column?.description ?? null,
    hidden: reader.boolean(map, 'hidden') ?? false,
    format: readFormat(reader, map, what),
    sql: parsed.template,
    type,
    dataType: column?.dataType ?? null,
    column: sql === undefined ? (column?.name ?? null) : null,
    intervals,
    caseSensitive: reader.boolean(map, 'case_sensitive') ?? true,
  };
}

function readType(reader: Reader, map: LocatedMap, what: string): DimensionType | null | undefined {
  const text = reader.string(map, 'type');
  if (text === undefined) return map.has('type') && map.get('type')?.value !== null ? undefined : null;
  const type = DimensionType.safeParse(text);
  if (type.success) return type.data;
  reader.problem(
    map.get('type')?.line ?? 1,
    `\`type\`: "${text}" of ${what} is none of ${DimensionType.options.join(', ')}; it is left out`,
  );
  return undefined;
}

function readIntervals(reader: Reader, map: LocatedMap, what: string): readonly Interval[] | 'default' | undefined {
  const located = map.get('time_intervals');
  if (located === undefined || located.value === null) return 'default';
  const { value, line } = located;
  if (typeof value === 'string' && value.toLowerCase() === 'default') return 'default';
  // YAML 1.1 parsers read OFF as false.
  if (value === false || (typeof value === 'string' && value.toUpperCase() === 'OFF')) return [];
  const list = reader.list(map, 'time_intervals');
  if (!list) {
    reader.problem(line, `\`time_intervals\` of ${what} must be a list, "OFF" or "default"; it is left out`);
    return undefined;
  }
  const intervals: Interval[] = [];
  for (const item of list) {
    const name = String(item.value).toUpperCase();
    if (isInterval(name)) intervals.push(name);
    else reader.problem(item.line, `time interval "${String(item.value)}" of ${what} is not supported yet and is left out`);
  }
  return [...new Set(intervals)];
}
