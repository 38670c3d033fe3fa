import type { Located, LocatedMap } from '../yaml/located.ts';
import { asList, asMap, mergedMeta, type Reader } from '../yaml/reader.ts';
import { COLUMN_KEYS, checkModelKeys } from './keys.ts';
import { type ColumnFacts, readDimension } from './read-dimension.ts';
import { readJoin } from './read-join.ts';
import { readMetric } from './read-metric.ts';
import { type DimensionSource, friendly, type JoinSource, type MetricSource, type ModelSource } from './source.ts';

const NAME = /^[A-Za-z_]\w{0,127}$/;

/** One entry of a file's `models:`. Null when it cannot be used at all, or is switched off. */
function readModel(reader: Reader, item: Located): ModelSource | null {
  const map = asMap(item);
  const name = map && reader.string(map, 'name');
  if (!map || name === undefined || !NAME.test(name)) {
    reader.problem(item.line, 'a model must have a `name` of letters, digits and underscores; it is left out');
    return null;
  }
  const config = asMap(map.get('config')) ?? new Map<string, Located>();
  if (config.get('enabled')?.value === false) return null;
  reportOddMeta(reader, map, `model ${name}`);
  const meta = mergedMeta(map);
  const refusedFor = checkModelKeys(reader, meta, name);
  const { joins, refusedJoin } = readJoins(reader, meta);
  const dimensions: DimensionSource[] = [];
  const metrics: MetricSource[] = [];
  for (const column of reader.list(map, 'columns') ?? []) readColumn(reader, column, dimensions, metrics);
  readMetrics(reader, meta, null, metrics);
  return {
    name,
    file: reader.file,
    line: item.line,
    label: reader.string(meta, 'label') ?? friendly(name),
    description: reader.string(meta, 'description') ?? reader.string(map, 'description') ?? null,
    relation: { schema: reader.string(config, 'schema') ?? null, name: reader.string(config, 'alias') ?? name },
    hidden: reader.boolean(meta, 'hidden') ?? false,
    refusedFor: refusedFor ?? refusedJoin,
    joins,
    dimensions: unique(reader, dimensions, name, new Set()),
    metrics: unique(reader, metrics, name, new Set(dimensions.map((dimension) => dimension.name))),
  };
}

function readJoins(reader: Reader, meta: LocatedMap): { joins: JoinSource[]; refusedJoin: string | null } {
  const joins: JoinSource[] = [];
  let refusedJoin: string | null = null;
  for (const item of reader.list(meta, 'joins') ?? []) {
    const read = readJoin(reader, item);
    if (read.join) joins.push(read.join);
    else if (read.refusing) refusedJoin = 'joins';
  }
  return { joins, refusedJoin };
}

function readColumn(reader: Reader, item: Located, dimensions: DimensionSource[], metrics: MetricSource[]): void {
  const map = asMap(item);
  const name = map && reader.string(map, 'name');
  if (!map || name === undefined || !NAME.test(name)) {
    reader.problem(item.line, 'a column must have a `name` of letters, digits and underscores; it is left out');
    return;
  }
  reportOddMeta(reader, map, `column ${name}`);
  const meta = mergedMeta(map);
  for (const [key, { line }] of meta) {
    if (!COLUMN_KEYS.includes(key)) reader.problem(line, `\`${key}\` of column ${name} is not used yet`);
  }
  const column: ColumnFacts = {
    name,
    line: item.line,
    description: reader.string(map, 'description') ?? null,
    dataType: reader.string(map, 'data_type') ?? null,
  };
  const own = reader.map(meta, 'dimension') ?? new Map<string, Located>();
  const dimension = readDimension(reader, own, name, item.line, column);
  if (dimension) dimensions.push(dimension);
  for (const [additional, entry] of reader.map(meta, 'additional_dimensions') ?? []) {
    const read = named(reader, additional, entry) && readDimension(reader, asMap(entry) ?? new Map(), additional, entry.line, null);
    if (read) dimensions.push(read);
  }
  readMetrics(reader, meta, name, metrics);
}

function readMetrics(reader: Reader, meta: LocatedMap, column: string | null, metrics: MetricSource[]): void {
  for (const [name, entry] of reader.map(meta, 'metrics') ?? []) {
    const metric = named(reader, name, entry) && readMetric(reader, asMap(entry) ?? new Map(), name, entry.line, column);
    if (metric) metrics.push(metric);
  }
}

function named(reader: Reader, name: string, entry: Located): boolean {
  if (NAME.test(name)) return true;
  reader.problem(entry.line, `"${name}" is not a field name: use letters, digits and underscores; it is left out`);
  return false;
}

function reportOddMeta(reader: Reader, map: LocatedMap, what: string): void {
  for (const [key, holder] of [
    ['meta', map],
    ['meta', asMap(map.get('config'))],
  ] as const) {
    const found = holder?.get(key);
    if (found && found.value !== null && !asMap(found)) reader.problem(found.line, `\`meta\` of ${what} must be a map; it is left out`);
  }
}

function unique<T extends { name: string; line: number }>(reader: Reader, fields: readonly T[], model: string, taken: Set<string>): T[] {
  return fields.filter(({ name, line }) => {
    if (taken.has(name)) reader.problem(line, `model ${model} has another field with the name ${name}; this one is left out`);
    const first = !taken.has(name);
    taken.add(name);
    return first;
  });
}

/** The models of one file; files without `models:` have none. */
export function readModels(reader: Reader, root: Located | null): ModelSource[] {
  const models = asMap(root ?? undefined)?.get('models');
  if (models === undefined || models.value === null) return [];
  const list = asList(models);
  if (!list) {
    reader.problem(models.line, '`models` must be a list');
    return [];
  }
  return list.map((item) => readModel(reader, item)).filter((model) => model !== null);
}
