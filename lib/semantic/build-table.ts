import type { DimensionType } from '#lib/contracts/catalog.ts';
import type { WarehouseTable } from '#lib/warehouse/contract.ts';
import { findColumn, typeOfDataType } from './column-types.ts';
import type { DimensionSource, JoinSource, MetricSource, ModelSource } from './dbt/source.ts';
import { defaultIntervals, type Interval, intervalLabel, intervalName, intervalType, needsTime } from './intervals.ts';
import type { Dimension, Metric, Table } from './model.ts';
import { columnTemplate, type SqlTemplate } from './sql-template.ts';
import type { Report } from './yaml/reader.ts';

/**
 * A model as one table of an explore, under its own name or a join's alias.
 * @param table what the warehouse knows of it; null when there is no warehouse to ask
 */
export function buildTable(model: ModelSource, table: WarehouseTable | null, join: JoinSource | null, report: Report): Table {
  const name = join?.alias ?? model.name;
  const shown = (field: string, hidden: boolean): boolean =>
    !hidden && !join?.hidden && (join?.fields === null || join?.fields === undefined || join.fields.includes(field));
  const dimensions = model.dimensions.flatMap((source) => buildDimension(model, source, table, name, shown, report));
  const metrics = model.metrics.map((source) => buildMetric(source, dimensions, name, shown));
  return {
    name,
    label: join?.label ?? (join && join.alias !== model.name ? `${model.label} (${name})` : model.label),
    description: model.description,
    model: model.name,
    relation: table ? { schema: table.schema, name: table.name } : model.relation,
    dimensions,
    metrics,
  };
}

type Shown = (field: string, hidden: boolean) => boolean;

function buildDimension(
  model: ModelSource,
  source: DimensionSource,
  table: WarehouseTable | null,
  tableName: string,
  shown: Shown,
  report: Report,
): Dimension[] {
  const column = table && source.column !== null ? findColumn(table, source.column) : undefined;
  if (table && source.column !== null && !column) {
    report({ file: model.file, line: source.line, message: missingColumn(table, source.column, `dimension ${source.name}`) });
    return [];
  }
  const type = source.type ?? column?.type ?? typeOfDataType(source.dataType) ?? 'string';
  const base: Dimension = {
    kind: 'dimension',
    id: `${tableName}_${source.name}`,
    table: tableName,
    name: source.name,
    label: source.label,
    description: source.description,
    hidden: !shown(source.name, source.hidden),
    format: source.format,
    type,
    sql: column ? columnTemplate(column.name) : source.sql,
    baseId: null,
    baseType: type,
    interval: null,
    caseSensitive: source.caseSensitive,
  };
  return [base, ...intervalsOf(model, source, type, report).map((interval) => withInterval(base, interval))];
}

function intervalsOf(model: ModelSource, source: DimensionSource, type: DimensionType, report: Report): readonly Interval[] {
  const problem = (message: string): void => report({ file: model.file, line: source.line, message });
  if (type !== 'date' && type !== 'timestamp') {
    if (source.intervals !== 'default' && source.intervals.length > 0) {
      problem(`\`time_intervals\` of dimension ${source.name} need a date or timestamp, and it is a ${type}; they are left out`);
    }
    return [];
  }
  const intervals = source.intervals === 'default' ? defaultIntervals(type) : source.intervals;
  if (type === 'timestamp') return intervals;
  const tooFine = intervals.filter(needsTime);
  if (tooFine.length > 0)
    problem(`\`time_intervals\`: ${tooFine.join(', ')} of dimension ${source.name} need a timestamp; they are left out`);
  return intervals.filter((interval) => !needsTime(interval));
}

const withInterval = (base: Dimension, interval: Interval): Dimension => ({
  ...base,
  id: `${base.table}_${intervalName(base.name, interval)}`,
  name: intervalName(base.name, interval),
  label: intervalLabel(base.label, interval),
  type: intervalType(interval, base.type),
  format: null,
  baseId: base.id,
  interval,
});

function buildMetric(source: MetricSource, dimensions: readonly Dimension[], tableName: string, shown: Shown): Metric {
  const keepsType = source.type === 'min' || source.type === 'max';
  const aggregated = aggregatedField(source.sql);
  return {
    kind: 'metric',
    id: `${tableName}_${source.name}`,
    table: tableName,
    name: source.name,
    label: source.label,
    description: source.description,
    hidden: !shown(source.name, source.hidden),
    format: source.format,
    type: source.type,
    valueType: (keepsType && dimensions.find(({ name }) => name === aggregated)?.type) || 'number',
    sql: source.sql,
    filters: source.filters.map((filter) => ({
      id: '',
      target: { fieldId: filter.field },
      operator: filter.operator,
      values: [...filter.values],
      ...(filter.unitOfTime ? { settings: { unitOfTime: filter.unitOfTime, completed: filter.completed ?? false } } : {}),
    })),
  };
}

/** Name of the one dimension or column that a template consists of, if so. */
function aggregatedField(sql: SqlTemplate): string | undefined {
  const [first, second, ...more] = sql;
  if (first?.kind === 'field' && second === undefined) return first.name;
  const isColumn = first?.kind === 'table' && second?.kind === 'text' && more.length === 0;
  return isColumn ? /^\."?(\w+)"?\s*$/.exec(second.text)?.[1] : undefined;
}

const missingColumn = (table: WarehouseTable, column: string, what: string): string =>
  `the warehouse's table ${table.schema}.${table.name} has no column ${column}, so ${what} is left out`;
