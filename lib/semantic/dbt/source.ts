import type { DimensionType, ValueFormat } from '#lib/contracts/catalog.ts';
import type { FilterOperator } from '#lib/contracts/query.ts';
import type { Interval } from '../intervals.ts';
import type { MetricType, Relation } from '../model.ts';
import type { SqlTemplate } from '../sql-template.ts';

/** One dbt model as its files describe it, before joins and types are known. */
export interface ModelSource {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly label: string;
  readonly description: string | null;
  readonly relation: Relation;
  readonly hidden: boolean;
  /** The key for which nothing of this model may be served. */
  readonly refusedFor: string | null;
  readonly joins: readonly JoinSource[];
  readonly dimensions: readonly DimensionSource[];
  readonly metrics: readonly MetricSource[];
}

interface FieldSource {
  readonly name: string;
  readonly line: number;
  readonly label: string;
  readonly description: string | null;
  readonly hidden: boolean;
  readonly format: ValueFormat | null;
  readonly sql: SqlTemplate;
}

export interface DimensionSource extends FieldSource {
  /** The type that the model states; otherwise the column's. */
  readonly type: DimensionType | null;
  readonly dataType: string | null;
  /** Name of the column when the dimension is just that column. */
  readonly column: string | null;
  readonly intervals: readonly Interval[] | 'default';
  readonly caseSensitive: boolean;
}

export interface MetricFilterSource {
  readonly field: string;
  readonly line: number;
  readonly operator: FilterOperator;
  readonly values: readonly (string | number | boolean | null)[];
  readonly unitOfTime?: 'days' | 'weeks' | 'months' | 'quarters' | 'years';
  readonly completed?: boolean;
}

export interface MetricSource extends FieldSource {
  readonly type: MetricType;
  readonly filters: readonly MetricFilterSource[];
}

export interface JoinSource {
  readonly line: number;
  readonly model: string;
  readonly alias: string;
  readonly label: string | null;
  readonly type: 'left' | 'inner';
  readonly relationship: 'many-to-one' | 'one-to-one';
  readonly on: SqlTemplate;
  readonly hidden: boolean;
  readonly always: boolean;
  /** Names of the fields to show; null for all. */
  readonly fields: readonly string[] | null;
}

/** `total_revenue` reads "Total revenue". */
export function friendly(name: string): string {
  const words = name.replaceAll(/[_\s]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
