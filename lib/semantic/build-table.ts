import type { DimensionType } from '#lib/contracts/catalog.ts';
import type { WarehouseTable } from '#lib/warehouse/contract.ts';
import { findColumn, statedType, typeOfDataType } from './column-types.ts';
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
  const metrics = model.metrics.flatMap((source) => buildMetric(model, source, table, name, shown, report));
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

function buildMetric(
  model: ModelSource,
  source: MetricSource,
  table: WarehouseTable | null,
  tableName: string,
  shown: Shown,
  report: Report,
): Metric[] {
  const own = plainColumn(source.sql);
  const column = table && own !== null ? findColumn(table, own) : undefined;
  if (table && own !== null && !column) {
    report({ file: model.file, line: source.line, message: missingColumn(table, own, `metric ${source.name}`) });
    return [];
  }
  const keepsType = source.type === 'min' || source.type === 'max';
  return [
    {
      kind: 'metric',
      id: `${tableName}_${source.name}`,
      table: tableName,
      name: source.name,
      label: source.label,
      description: source.description,
      hidden: !shown(source.name, source.hidden),
      format: source.format,
      type: source.type,
      valueType: keepsType ? (statedType(model, own) ?? column?.type ?? 'number') : 'number',
      sql: column ? columnTemplate(column.name) : source.sql,
      filters: source.filters.map((filter) => ({
        id: '',
        target: { fieldId: filter.field },
        operator: filter.operator,
        values: [...filter.values],
        ...(filter.unitOfTime ? { settings: { unitOfTime: filter.unitOfTime, completed: filter.completed ?? false } } : {}),
      })),
    },
  ];
}

function plainColumn(sql: SqlTemplate): string | null {
  const [part] = sql;
  return sql.length === 1 && part?.kind === 'column' ? part.name : null;
}

const missingColumn = (table: WarehouseTable, column: string, what: string): string =>
  `the warehouse's table ${table.schema}.${table.name} has no column ${column}, so ${what} is left out`;
