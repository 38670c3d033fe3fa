import { ScopeChoices, ScopesQuery } from '#lib/contracts/budgets.ts';
import { route } from '#lib/http/route.ts';
import { scopeChoices } from '#lib/spend/scope.ts';

export const GET = route(
  {
    access: 'manage:Organization',
    summary: 'Spaces, groups, people or apps that a budget can be made for',
    query: ScopesQuery,
    response: ScopeChoices,
  },
  ({ query }) => scopeChoices(query.kind, query.q),
);
