import { z } from 'zod';

export const DimensionType = z.enum(['string', 'number', 'date', 'timestamp', 'boolean']);
export type DimensionType = z.infer<typeof DimensionType>;

/** How a value is written for people; see the formatters of the app SDK. */
export const ValueFormat = z.object({
  kind: z.enum(['number', 'currency', 'percent', 'id']),
  currency: z.string().length(3).optional(),
  decimals: z.number().int().min(0).max(10).optional(),
  compact: z.boolean().optional(),
});
export type ValueFormat = z.infer<typeof ValueFormat>;

export const CatalogDimension = z.object({
  id: z.string(),
  label: z.string(),
  type: DimensionType,
  description: z.string().nullable(),
  /** For a time interval such as `orders_order_date_month`: the id of the dimension it comes from. */
  baseId: z.string().nullable(),
  interval: z.string().nullable(),
});
export type CatalogDimension = z.infer<typeof CatalogDimension>;

export const CatalogMetric = z.object({
  id: z.string(),
  label: z.string(),
  type: z.string(),
  format: ValueFormat.nullable(),
  description: z.string().nullable(),
});
export type CatalogMetric = z.infer<typeof CatalogMetric>;

export const CatalogJoin = z.object({ table: z.string(), label: z.string(), relationship: z.string().nullable() });

/** One explore: a base table with the fields of its many-to-one joins. Field ids are `table_field`. */
export const CatalogExplore = z.object({
  name: z.string(),
  label: z.string(),
  description: z.string().nullable(),
  dimensions: z.array(CatalogDimension),
  metrics: z.array(CatalogMetric),
  joins: z.array(CatalogJoin),
});
export type CatalogExplore = z.infer<typeof CatalogExplore>;

export const Catalog = z.object({ explores: z.array(CatalogExplore) });
export type Catalog = z.infer<typeof Catalog>;
