import { z } from 'zod';
import { DimensionType, ValueFormat } from './catalog.ts';

export const FilterOperator = z.enum([
  'isNull',
  'notNull',
  'equals',
  'notEquals',
  'startsWith',
  'endsWith',
  'include',
  'doesNotInclude',
  'lessThan',
  'lessThanOrEqual',
  'greaterThan',
  'greaterThanOrEqual',
  'inThePast',
  'notInThePast',
  'inTheNext',
  'inTheCurrent',
  'notInTheCurrent',
  'inBetween',
  'notInBetween',
]);
export type FilterOperator = z.infer<typeof FilterOperator>;

const FieldId = z.string().min(1).max(200);
const FilterValue = z.union([z.string().max(1000), z.number(), z.boolean(), z.null()]);

export const FilterRule = z.object({
  id: z.string().max(100).default(''),
  target: z.object({ fieldId: FieldId }),
  operator: FilterOperator,
  values: z.array(FilterValue).max(500).default([]),
  /** `inThePast` and its kin: the unit of time, and whether only whole units count. */
  settings: z
    .object({ unitOfTime: z.enum(['days', 'weeks', 'months', 'quarters', 'years']), completed: z.boolean().default(false) })
    .optional(),
});
export type FilterRule = z.infer<typeof FilterRule>;

/** Lightdash's filter shape: `and` or `or` of rules and of further groups. */
export type FilterGroup = { id?: string; and: FilterItem[] } | { id?: string; or: FilterItem[] };
export type FilterItem = FilterRule | FilterGroup;
export const FilterGroup: z.ZodType<FilterGroup, unknown> = z.lazy(() =>
  z.union([
    z.object({ id: z.string().max(100).optional(), and: z.array(FilterItem).max(100) }),
    z.object({ id: z.string().max(100).optional(), or: z.array(FilterItem).max(100) }),
  ]),
);
const FilterItem: z.ZodType<FilterItem, unknown> = z.lazy(() => z.union([FilterRule, FilterGroup]));

export const Sort = z.object({ fieldId: FieldId, descending: z.boolean().default(false) });
export type Sort = z.infer<typeof Sort>;

export const DEFAULT_LIMIT = 500;
export const MAX_LIMIT = 5000;

/** A metric query over one explore. Keys that are not known are refused, never dropped. */
export const MetricQuery = z.strictObject({
  explore: z.string().min(1).max(200),
  dimensions: z.array(FieldId).max(50).default([]),
  metrics: z.array(FieldId).max(50).default([]),
  filters: z.strictObject({ dimensions: FilterGroup.optional(), metrics: FilterGroup.optional() }).default({}),
  sorts: z.array(Sort).max(20).default([]),
  limit: z.number().int().min(1).max(MAX_LIMIT).default(DEFAULT_LIMIT),
  timezone: z.string().max(64).optional(),
});
export type MetricQuery = z.infer<typeof MetricQuery>;
/** What a caller writes: everything with a default may be left out. */
export type MetricQueryInput = z.input<typeof MetricQuery>;

export const QueryColumn = z.object({
  id: z.string(),
  label: z.string(),
  kind: z.enum(['dimension', 'metric']),
  type: z.union([DimensionType, z.string()]),
  format: ValueFormat.nullable(),
});
export type QueryColumn = z.infer<typeof QueryColumn>;

/** A cell: numbers as numbers (exact up to 2^53), dates as `YYYY-MM-DD`, timestamps as ISO 8601. */
export const Cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export type Cell = z.infer<typeof Cell>;

/** Thousands of rows pass here at every query: their outer shape is checked, the cells are not walked. */
const Rows = z.custom<Cell[][]>((value) => Array.isArray(value) && value.every(Array.isArray), 'rows must be lists of cells');

export const QueryResult = z.object({
  columns: z.array(QueryColumn),
  rows: Rows,
  rowCount: z.number().int(),
  /** True when the warehouse had more rows than the limit. */
  truncated: z.boolean(),
  cache: z.object({ hit: z.boolean(), ageMs: z.number() }),
  timing: z.object({ compileMs: z.number(), warehouseMs: z.number(), totalMs: z.number() }),
  sql: z.string().optional(),
});
export type QueryResult = z.infer<typeof QueryResult>;

export const CompiledQuery = z.object({
  sql: z.string(),
  parameters: z.array(Cell),
  usedTables: z.array(z.string()),
  warnings: z.array(z.string()),
});
export type CompiledQuery = z.infer<typeof CompiledQuery>;
