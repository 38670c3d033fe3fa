import { Budget, BudgetInput, BudgetsQuery } from '#lib/contracts/budgets.ts';
import { page } from '#lib/contracts/page.ts';
import { route } from '#lib/http/route.ts';
import { createBudget, listBudgets } from '#lib/spend/budgets.ts';

export const GET = route(
  {
    access: 'manage:Organization',
    summary: 'Budgets with what is spent of them in their period, the limit of the environment among them',
    query: BudgetsQuery,
    response: page(Budget),
  },
  async ({ query }) => {
    const { items, nextCursor } = await listBudgets(query);
    return { items: [...items], nextCursor };
  },
);

export const POST = route(
  { access: 'manage:Organization', summary: 'Make a budget', body: BudgetInput, response: Budget, status: 201 },
  ({ actor, body }) => createBudget(actor, body),
);
