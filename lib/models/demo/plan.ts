import { z } from 'zod';

/** The file in the app's source that says what the app shows, so that a later turn can change it. */
export const PLAN_PATH = 'src/plan.json';

const FieldId = z.string().min(1).max(200);
const Label = z.string().max(200);
const Field = z.object({ id: FieldId, label: Label });
export type Field = z.infer<typeof Field>;

export const ChartKind = z.enum(['line', 'bar', 'area', 'donut']);
export type ChartKind = z.infer<typeof ChartKind>;

const Kpis = z.object({ kind: z.literal('kpis'), explore: FieldId, metrics: z.array(Field).min(1).max(8) });
const Chart = z.object({
  kind: z.literal('chart'),
  explore: FieldId,
  title: Label,
  chart: ChartKind,
  stacked: z.boolean(),
  x: Field,
  /** True when `x` is an interval of a date. */
  time: z.boolean(),
  metric: Field,
  split: Field.nullable(),
  /** Rows by falling metric, for a ranking; null draws all. */
  top: z.number().int().min(1).max(500).nullable(),
});
const Table = z.object({
  kind: z.literal('table'),
  explore: FieldId,
  title: Label,
  dimensions: z.array(Field).min(1).max(8),
  metrics: z.array(Field).max(8),
  limit: z.number().int().min(1).max(5000),
});
export const Block = z.discriminatedUnion('kind', [Kpis, Chart, Table]);
export type Block = z.infer<typeof Block>;
export type ChartBlock = z.infer<typeof Chart>;
export type TableBlock = z.infer<typeof Table>;
export type KpiBlock = z.infer<typeof Kpis>;

export const Period = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('between'), label: Label, from: z.iso.date(), to: z.iso.date() }),
  z.object({
    kind: z.enum(['past', 'current']),
    label: Label,
    amount: z.number().int().min(1).max(1000),
    unit: z.enum(['days', 'weeks', 'months', 'quarters', 'years']),
  }),
]);
export type Period = z.infer<typeof Period>;

export const Plan = z.object({
  version: z.literal(1),
  title: Label,
  /** Choices above the charts; `explores` are those that have the field. */
  filters: z.array(Field.extend({ explores: z.array(FieldId) })).max(8),
  period: Period.nullable(),
  /** The date field that the period goes by, by explore. */
  periodFields: z.record(FieldId, FieldId),
  blocks: z.array(Block).max(20),
});
export type Plan = z.infer<typeof Plan>;

/** A plan, and what of the wish it leaves out: whole sentences for the person. */
export interface Planned {
  readonly plan: Plan;
  readonly notes: readonly string[];
}

export const EMPTY_PLAN: Plan = { version: 1, title: 'New app', filters: [], period: null, periodFields: {}, blocks: [] };

/** A plan file's text, or null when it is none: an app that another model wrote has none. */
export function parsePlan(text: string): Plan | null {
  try {
    return Plan.safeParse(JSON.parse(text)).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

export const charts = (plan: Plan): ChartBlock[] => plan.blocks.filter((block) => block.kind === 'chart');
export const tables = (plan: Plan): TableBlock[] => plan.blocks.filter((block) => block.kind === 'table');
export const kpis = (plan: Plan): KpiBlock[] => plan.blocks.filter((block) => block.kind === 'kpis');
