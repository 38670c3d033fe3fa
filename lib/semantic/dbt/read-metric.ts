import { AGGREGATE_TYPES, type MetricType } from '../model.ts';
import { parseTemplate, type SqlTemplate } from '../sql-template.ts';
import type { LocatedMap } from '../yaml/located.ts';
import type { Reader } from '../yaml/reader.ts';
import { checkKeys, METRIC_KEYS } from './keys.ts';
import { readMetricFilters } from './metric-filters.ts';
import { friendly, type MetricFilterSource, type MetricSource } from './source.ts';
import { readFormat } from './value-format.ts';

const SUPPORTED: readonly string[] = [...AGGREGATE_TYPES, 'number'];

/**
 * One metric.
 * @param column the column under which it stands, whose dimension it aggregates: where that is left out, so is the metric.
 *   Null for a metric of the model, which must have `sql`
 * @returns null when it cannot be used; the reason has been reported
 */
export function readMetric(reader: Reader, map: LocatedMap, name: string, line: number, column: string | null): MetricSource | null {
  const what = `metric ${name}`;
  if (!checkKeys(reader, map, METRIC_KEYS, what)) return null;
  const type = readType(reader, map, what, line);
  const filters = readFilters(reader, map, what, type);
  if (type === null || filters === null) return null;
  const sql = reader.string(map, 'sql');
  if (sql === undefined && (column === null || type === 'number' || map.has('sql'))) {
    reader.problem(line, `${what} needs \`sql\`, so it is left out`);
    return null;
  }
  const parsed =
    sql === undefined ? { template: [{ kind: 'field', table: null, name: column ?? name }] satisfies SqlTemplate } : parseTemplate(sql);
  if ('problem' in parsed) {
    reader.problem(map.get('sql')?.line ?? line, `\`sql\` of ${what}: ${parsed.problem}; it is left out`);
    return null;
  }
  return {
    name,
    line,
    label: reader.string(map, 'label') ?? friendly(name),
    description: reader.string(map, 'description') ?? null,
    hidden: reader.boolean(map, 'hidden') ?? false,
    format: readFormat(reader, map, what),
    sql: parsed.template,
    type,
    filters,
  };
}

function readType(reader: Reader, map: LocatedMap, what: string, line: number): MetricType | null {
  const text = reader.string(map, 'type');
  if (text !== undefined && SUPPORTED.includes(text)) return text as MetricType;
  const place = map.get('type')?.line ?? line;
  reader.problem(
    place,
    text === undefined
      ? `${what} needs \`type\`, one of ${SUPPORTED.join(', ')}; it is left out`
      : `\`type\`: "${text}" of ${what} is not supported yet, so it is left out; supported are ${SUPPORTED.join(', ')}`,
  );
  return null;
}

function readFilters(reader: Reader, map: LocatedMap, what: string, type: MetricType | null): readonly MetricFilterSource[] | null {
  const located = map.get('filters');
  if (located === undefined || located.value === null) return [];
  if (type === 'number') {
    reader.problem(
      located.line,
      `\`filters\` of ${what}: a metric of type number takes none, put them on the metrics it refers to; it is left out`,
    );
    return null;
  }
  const filters = readMetricFilters(located);
  if (!('problem' in filters)) return filters;
  reader.problem(filters.line, `\`filters\` of ${what}: ${filters.problem}; it is left out`);
  return null;
}
