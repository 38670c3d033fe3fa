import { Usage, UsageQuery } from '#lib/contracts/usage.ts';
import { route } from '#lib/http/route.ts';
import { readUsage } from '#lib/spend/usage.ts';

export const GET = route(
  { access: 'manage:Organization', summary: 'What was spent, summed', query: UsageQuery, response: Usage },
  ({ query }) => readUsage(query),
);
