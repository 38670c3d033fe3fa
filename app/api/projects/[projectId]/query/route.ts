import { z } from 'zod';
import { MetricQuery, QueryResult } from '#lib/contracts/query.ts';
import { route } from '#lib/http/route.ts';
import { runProjectQuery } from '#lib/projects/query.ts';

export const POST = route(
  {
    access: 'run:Query',
    summary: 'Run a metric query',
    params: z.object({ projectId: z.string() }),
    body: MetricQuery,
    response: QueryResult,
  },
  ({ actor, params, body, signal }) => runProjectQuery(actor, params.projectId, body, signal),
);
