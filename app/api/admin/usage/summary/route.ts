import { SummaryQuery, UsageSummary } from '#lib/contracts/usage.ts';
import { route } from '#lib/http/route.ts';
import { readSummary } from '#lib/spend/usage.ts';

export const GET = route(
  {
    access: 'manage:Organization',
    summary: 'Total, failed and uncertain spend, and the forecast',
    query: SummaryQuery,
    response: UsageSummary,
  },
  ({ query }) => readSummary(query),
);
