import type { Cell, MetricQuery, QueryColumn } from '#lib/contracts/query.ts';
import { AppError } from '#lib/errors.ts';
import type { Dialect } from '#lib/warehouse/dialects/dialect.ts';
import type { Dimension, Metric, SemanticModel } from '../model.ts';
import { checkZone } from './calendar.ts';
import type { CompileContext } from './context.ts';
import { dimensionOperand, dimensionSql, metricOperand, metricSql } from './field-sql.ts';
import { groupCondition } from './filters.ts';
import { fromClause } from './from.ts';
import { findDimension, findExplore, findMetric } from './resolve.ts';
import { ruleCondition } from './rule.ts';
import { orderBy } from './sorts.ts';

export interface CompileOptions {
  /** "Today" of relative filters. */
  readonly now: Date;
  /** IANA name of the zone in which days begin. */
  readonly timezone: string;
}

export interface Compiled {
  readonly sql: string;
  /** Values of `$1`, `$2` and so on. */
  readonly params: readonly Cell[];
  /** In the order of the result: dimensions, then metrics. */
  readonly columns: readonly QueryColumn[];
  /** Names of the dbt models that are read. */
  readonly usedTables: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * One metric query as SQL. Pure: equal arguments give equal SQL. The SQL asks for one row more than the limit, so
 * that the caller can tell whether there were more.
 * @throws AppError `invalid_request` when a field is unknown, a filter does not fit, or a metric would count rows twice
 */
export function compile(model: SemanticModel, query: MetricQuery, dialect: Dialect, options: CompileOptions): Compiled {
  const explore = findExplore(model, query.explore);
  const context: CompileContext = {
    explore,
    dialect,
    now: options.now,
    zone: checkZone(options.timezone),
    params: [],
    tables: new Set([explore.tables[0].name]),
    warnings: [],
  };
  const dimensions = [...new Set(query.dimensions)].map((id) => findDimension(explore, id));
  const metrics = [...new Set(query.metrics)].map((id) => findMetric(explore, id));
  if (dimensions.length + metrics.length === 0)
    throw new AppError('invalid_request', 'The query selects nothing: give at least one dimension or metric');

  const selected = [
    ...dimensions.map((field) => `${dimensionSql(context, field)} AS ${dialect.quote(field.id)}`),
    ...metrics.map((field) => `${metricSql(context, field)} AS ${dialect.quote(field.id)}`),
  ];
  const where = groupCondition(query.filters.dimensions, (rule) => {
    return ruleCondition(context, rule, dimensionOperand(context, findDimension(explore, rule.target.fieldId)));
  });
  const having = groupCondition(query.filters.metrics, (rule) => {
    return ruleCondition(context, rule, metricOperand(context, findMetric(explore, rule.target.fieldId)));
  });
  const from = fromClause(context);
  const lines = [
    `SELECT\n  ${selected.join(',\n  ')}`,
    from.sql,
    where && `WHERE ${where}`,
    dimensions.length > 0 && `GROUP BY ${dimensions.map((_, index) => index + 1).join(', ')}`,
    having && `HAVING ${having}`,
    orderBy(query, [...dimensions, ...metrics]),
    `LIMIT ${query.limit + 1}`,
  ];
  return {
    sql: lines.filter((line) => typeof line === 'string').join('\n'),
    params: context.params,
    columns: [...dimensions, ...metrics].map(columnOf),
    usedTables: [...new Set(from.tables.map((table) => table.model))],
    warnings: context.warnings,
  };
}

const columnOf = (field: Dimension | Metric): QueryColumn => ({
  id: field.id,
  label: field.label,
  kind: field.kind,
  type: field.kind === 'dimension' ? field.type : field.valueType,
  format: field.format,
});
