import { z } from 'zod';
import { Budget, BudgetOverride } from '#lib/contracts/budgets.ts';
import { route } from '#lib/http/route.ts';
import { endOverride, overrideBudget } from '#lib/spend/budgets.ts';

const params = z.object({ budgetId: z.string() });

export const POST = route(
  {
    access: 'manage:Organization',
    summary: 'Break-glass: another limit, or none, for a time',
    params,
    body: BudgetOverride,
    response: Budget,
  },
  ({ actor, params: { budgetId }, body }) => overrideBudget(actor, budgetId, body),
);

export const DELETE = route(
  { access: 'manage:Organization', summary: 'End an override before its time', params, response: Budget },
  ({ actor, params: { budgetId } }) => endOverride(actor, budgetId),
);
