import type { DimensionType, ValueFormat } from '#lib/contracts/catalog.ts';
import type { ModelIssue } from '#lib/contracts/project.ts';
import type { FilterRule } from '#lib/contracts/query.ts';
import type { Interval } from './intervals.ts';
import type { SqlTemplate } from './sql-template.ts';

export const AGGREGATE_TYPES = ['count', 'count_distinct', 'sum', 'average', 'min', 'max'] as const;
export type AggregateType = (typeof AGGREGATE_TYPES)[number];
export type MetricType = AggregateType | 'number';

interface Field {
  /** `table_name`, unique in an explore. */
  readonly id: string;
  /** Name of the table in the explore: the model's name or the join's alias. */
  readonly table: string;
  readonly name: string;
  readonly label: string;
  readonly description: string | null;
  readonly hidden: boolean;
  readonly format: ValueFormat | null;
}

export interface Dimension extends Field {
  readonly kind: 'dimension';
  readonly type: DimensionType;
  readonly sql: SqlTemplate;
  /** For a time interval: the dimension it comes from, and the interval. Its `sql` is that of the base. */
  readonly baseId: string | null;
  readonly baseType: DimensionType;
  readonly interval: Interval | null;
  readonly caseSensitive: boolean;
}

export interface Metric extends Field {
  readonly kind: 'metric';
  readonly type: MetricType;
  /** Type of its values. */
  readonly valueType: DimensionType;
  readonly sql: SqlTemplate;
  /** All of them must hold. `fieldId` of a target is a dimension of the same explore. */
  readonly filters: readonly FilterRule[];
}

/** Where the rows of a table are. */
export interface Relation {
  readonly schema: string | null;
  readonly name: string;
}

export interface Table {
  readonly name: string;
  readonly label: string;
  readonly description: string | null;
  /** Name of the dbt model; differs from `name` when a join gives an alias. */
  readonly model: string;
  readonly relation: Relation;
  readonly dimensions: readonly Dimension[];
  readonly metrics: readonly Metric[];
}

export interface Join {
  readonly table: string;
  readonly type: 'left' | 'inner';
  readonly relationship: 'many-to-one' | 'one-to-one';
  readonly on: SqlTemplate;
  /** Other tables that the condition speaks of; they are joined first. */
  readonly dependsOn: readonly string[];
  /** Joined even when no field of it is asked for. */
  readonly always: boolean;
  /** True when one row of the table can meet many rows of the base: its sums would count twice. */
  readonly repeats: boolean;
}

export interface Explore {
  readonly name: string;
  readonly label: string;
  readonly description: string | null;
  readonly hidden: boolean;
  /** The base table first, then the joined ones in the order in which they can be joined. */
  readonly tables: readonly [Table, ...Table[]];
  readonly joins: readonly Join[];
}

/** What a dbt project says, read and checked. */
export interface SemanticModel {
  /** Changes whenever the files or the warehouse's columns do. */
  readonly version: string;
  readonly explores: readonly Explore[];
  /** What could not be used; the rest works. */
  readonly issues: readonly ModelIssue[];
}
