import { z } from 'zod';
import { audit } from '#lib/audit/audit.ts';
import { BUDGET_PERIODS, BUDGET_RESOURCES } from '#lib/contracts/budgets.ts';
import { toError } from '#lib/errors.ts';
import { log } from '#lib/log.ts';
import { limitName, type TightBudget } from './limit-message.ts';
import { scopeNames } from './scope.ts';

/** A percentage that a budget has just reached for the first time in its period. */
export const ReachedMark = z.object({
  id: z.string(),
  scope: z.string(),
  resource: z.enum(BUDGET_RESOURCES),
  period: z.enum(BUDGET_PERIODS),
  mark: z.number(),
  limit: z.number(),
  spent: z.number(),
});
type ReachedMark = z.infer<typeof ReachedMark>;

/** Writes into the audit log what the database has noticed already; the money was spent whatever becomes of this. */
export async function tellReached(marks: readonly ReachedMark[]): Promise<void> {
  for (const { id, scope, resource, period, mark, limit, spent } of marks) {
    await tell('budget.reached', { id, scope, resource, period, limitUsd: limit }, { percent: mark, spentUsd: spent, limitUsd: limit });
  }
}

/** The first time in its period that a budget refuses something. */
export async function tellStopped({ id, scope, resource, period, limit_usd: limitUsd, spent, needed }: TightBudget): Promise<void> {
  await tell('budget.stopped', { id, scope, resource, period, limitUsd }, { spentUsd: spent, neededUsd: needed, limitUsd });
}

type About = Pick<ReachedMark, 'id' | 'scope' | 'resource' | 'period'> & { readonly limitUsd: number };

async function tell(action: 'budget.reached' | 'budget.stopped', about: About, details: Record<string, number>): Promise<void> {
  try {
    const name = limitName(about, await scopeNames([about.scope]));
    await audit('system', { action, subject: { kind: 'budget', id: about.id, name }, details });
  } catch (error) {
    log.error({ err: toError(error), action, budgetId: about.id }, 'a notice about a budget is missing in the audit log');
  }
}
