import { UsageQuery } from '#lib/contracts/usage.ts';
import { route } from '#lib/http/route.ts';
import { readUsage } from '#lib/spend/usage.ts';
import { usageCsv } from '#lib/spend/usage-csv.ts';

export const GET = route(
  { access: 'manage:Organization', summary: 'The same as a table for spreadsheets', query: UsageQuery },
  async ({ query }) => {
    const usage = await readUsage(query);
    return new Response(usageCsv(usage), {
      headers: {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="glassworks-usage-by-${usage.groupBy}-${usage.from}-${usage.to}.csv"`,
        'cache-control': 'no-store',
      },
    });
  },
);
