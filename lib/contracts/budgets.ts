import { z } from 'zod';
import { listQuery } from './list.ts';

export const BUDGET_SCOPES = ['org', 'space', 'group', 'user', 'app'] as const;
export const BUDGET_RESOURCES = ['total', 'model', 'sandbox', 'warehouse'] as const;
export const BUDGET_PERIODS = ['day', 'week', 'month'] as const;

const usd = z.number().nonnegative().max(10_000_000);

const ScopeKind = z.enum(BUDGET_SCOPES);
export type ScopeKind = z.infer<typeof ScopeKind>;

const BudgetScope = z
  .strictObject({ kind: ScopeKind, id: z.string().min(1).max(100).optional() })
  .refine(({ kind, id }) => (kind === 'org') === (id === undefined), 'Name the space, group, person or app; the organisation has no id.');
export type BudgetScope = z.infer<typeof BudgetScope>;

const percents = z
  .array(z.number().int().min(1).max(1000))
  .max(10)
  .transform((list) => [...new Set(list)].sort((a, b) => a - b));

export const BudgetInput = z.strictObject({
  scope: BudgetScope,
  resource: z.enum(BUDGET_RESOURCES),
  limitUsd: usd,
  period: z.enum(BUDGET_PERIODS),
  action: z.enum(['block', 'warn']).default('block'),
  notifyAtPercent: percents.default([80, 100]),
});
export type BudgetInput = z.infer<typeof BudgetInput>;

export const BudgetChange = z.strictObject({
  resource: z.enum(BUDGET_RESOURCES).optional(),
  limitUsd: usd.optional(),
  period: z.enum(BUDGET_PERIODS).optional(),
  action: z.enum(['block', 'warn']).optional(),
  notifyAtPercent: percents.optional(),
});
export type BudgetChange = z.infer<typeof BudgetChange>;

/** Break-glass: until then another limit holds, or none. */
export const BudgetOverride = z.strictObject({
  /** Null: no limit at all. */
  limitUsd: usd.nullable(),
  until: z.iso.datetime({ offset: true }),
  reason: z.string().trim().min(5, 'Say in a few words why.').max(500),
});
export type BudgetOverride = z.infer<typeof BudgetOverride>;

export const Budget = z.object({
  id: z.string(),
  scope: z.object({ kind: ScopeKind, id: z.string().optional(), name: z.string() }),
  resource: z.enum(BUDGET_RESOURCES),
  limitUsd: z.number(),
  period: z.enum(BUDGET_PERIODS),
  action: z.enum(['block', 'warn']),
  notifyAtPercent: z.array(z.number()),
  /** In the period that runs now. */
  spentUsd: z.number(),
  /** Set aside for calls that are under way. */
  reservedUsd: z.number(),
  /** First day of the period, and of the next one, in `timeZone`. */
  periodFrom: z.string(),
  resetsOn: z.string(),
  timeZone: z.string(),
  /** From the environment: changed there only. */
  readOnly: z.boolean(),
  /** In force now. */
  override: z.object({ limitUsd: z.number().nullable(), until: z.string(), reason: z.string() }).nullable(),
});
export type Budget = z.infer<typeof Budget>;

export const BudgetsQuery = listQuery(['used', 'limitUsd', 'scope'], '-used').extend({
  kind: ScopeKind.optional(),
  resource: z.enum(BUDGET_RESOURCES).optional(),
});
export type BudgetsQuery = z.infer<typeof BudgetsQuery>;

/** What a budget can be made for. */
export const ScopesQuery = z.object({ kind: z.enum(['space', 'group', 'user', 'app']), q: z.string().trim().max(200).default('') });
export const ScopeChoices = z.object({ items: z.array(z.object({ id: z.string(), name: z.string() })) });

/** The calendar of budgets and usage. */
export const MoneyCalendar = z.strictObject({ timeZone: z.string().min(1).max(100) });

export const BudgetNotice = z.object({
  id: z.string(),
  at: z.string(),
  /** 0: something was refused. */
  percent: z.number(),
  message: z.string(),
});
export const BudgetNotices = z.object({ items: z.array(BudgetNotice) });
