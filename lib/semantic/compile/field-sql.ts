import { AppError } from '#lib/errors.ts';
import { findField, splitFilterTarget } from '../check-fields.ts';
import { isTruncation, needsTime } from '../intervals.ts';
import type { AggregateType, Dimension, Metric } from '../model.ts';
import type { SqlTemplate } from '../sql-template.ts';
import type { CompileContext } from './context.ts';
import { type Operand, ruleCondition } from './rule.ts';

/** Fields that refer to fields can unfold without end; no honest query is longer. */
const MAX_SQL = 200_000;

/** A dimension as an SQL expression, and its tables noted as used. */
export function dimensionSql(context: CompileContext, dimension: Dimension): string {
  const base = render(context, dimension.table, dimension.sql);
  return dimension.interval === null ? base : intervalSql(context, dimension, base);
}

function intervalSql({ dialect, zone }: CompileContext, { interval, baseType }: Dimension, base: string): string {
  if (interval === null || interval === 'RAW') return base;
  const shifts = baseType === 'timestamp' && zone !== 'UTC';
  const local = shifts ? dialect.toZone(base, zone) : base;
  if (!isTruncation(interval)) return dialect.timePart(interval, local);
  if (interval === 'DAY') return dialect.asDate(local);
  const truncated = dialect.truncate(interval, local);
  if (!needsTime(interval)) return dialect.asDate(truncated);
  return shifts ? dialect.fromZone(truncated, zone) : truncated;
}

/** A metric as an SQL aggregate, or as arithmetic on aggregates. */
export function metricSql(context: CompileContext, metric: Metric): string {
  const inner = render(context, metric.table, metric.sql);
  if (metric.type === 'number') return inner;
  const conditions = metric.filters.map((rule) => {
    const { table, name } = splitFilterTarget(rule.target.fieldId);
    const dimension = findField(context.explore.tables, metric.table, table, name);
    if (dimension?.kind !== 'dimension') throw lostReference(metric.id);
    return ruleCondition(context, rule, dimensionOperand(context, dimension));
  });
  return aggregate(metric.type, conditions.length === 0 ? inner : `CASE WHEN ${conditions.join(' AND ')} THEN ${inner} END`);
}

/** What a filter on a dimension compares: timestamps as the clocks of the query's zone show them. */
export function dimensionOperand(context: CompileContext, dimension: Dimension): Operand {
  const sql = dimensionSql(context, dimension);
  const shifts = dimension.type === 'timestamp' && context.zone !== 'UTC';
  return {
    sql: shifts ? context.dialect.toZone(sql, context.zone) : wrap(sql),
    type: dimension.type,
    caseSensitive: dimension.caseSensitive,
  };
}

/** What a filter on a metric compares. */
export function metricOperand(context: CompileContext, metric: Metric): Operand {
  const sql = metricSql(context, metric);
  const shifts = metric.valueType === 'timestamp' && context.zone !== 'UTC';
  return { sql: shifts ? context.dialect.toZone(sql, context.zone) : wrap(sql), type: metric.valueType, caseSensitive: true };
}

function aggregate(type: AggregateType, inner: string): string {
  switch (type) {
    case 'count':
      return `COUNT(${inner})`;
    case 'count_distinct':
      return `COUNT(DISTINCT ${inner})`;
    case 'sum':
      return `SUM(${inner})`;
    case 'average':
      return `AVG(${inner})`;
    case 'min':
      return `MIN(${inner})`;
    case 'max':
      return `MAX(${inner})`;
  }
}

/** SQL of a template that stands in `table`; also for join conditions. */
export function render(context: CompileContext, table: string, template: SqlTemplate): string {
  const { dialect } = context;
  context.tables.add(table);
  const parts = template.map((part) => {
    if (part.kind === 'text') return part.text;
    if (part.kind === 'table') return dialect.quote(table);
    if (part.kind === 'column') return `${dialect.quote(table)}.${dialect.quote(part.name)}`;
    const field = findField(context.explore.tables, table, part.table, part.name);
    if (!field) throw lostReference(part.name);
    return wrap(field.kind === 'dimension' ? dimensionSql(context, field) : metricSql(context, field));
  });
  const sql = parts.join('');
  if (sql.length > MAX_SQL)
    throw new AppError('unprocessable', `The SQL of a field of ${table} unfolds to more than ${MAX_SQL} characters: simplify the model`);
  return sql;
}

/** Parentheses around everything but a plain column. */
const wrap = (sql: string): string => (/^"(?:[^"]|"")*"\."(?:[^"]|"")*"$/.test(sql) ? sql : `(${sql})`);

const lostReference = (name: string): AppError =>
  new AppError('unprocessable', `The project's models changed while the query was made, and ${name} leads nowhere: try again`);
