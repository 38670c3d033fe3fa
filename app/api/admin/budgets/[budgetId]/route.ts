import { z } from 'zod';
import { Budget, BudgetChange } from '#lib/contracts/budgets.ts';
import { route } from '#lib/http/route.ts';
import { changeBudget, deleteBudget } from '#lib/spend/budgets.ts';

const params = z.object({ budgetId: z.string() });

export const PATCH = route(
  { access: 'manage:Organization', summary: 'Change a budget', params, body: BudgetChange, response: Budget },
  ({ actor, params: { budgetId }, body }) => changeBudget(actor, budgetId, body),
);

export const DELETE = route(
  { access: 'manage:Organization', summary: 'Delete a budget', params, response: z.object({ ok: z.literal(true) }) },
  async ({ actor, params: { budgetId } }) => {
    await deleteBudget(actor, budgetId);
    return { ok: true as const };
  },
);
