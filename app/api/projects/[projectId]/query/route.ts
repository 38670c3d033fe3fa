import { z } from 'zod';
import { MetricQuery, QueryResult } from '#lib/contracts/query.ts';
import { route } from '#lib/http/route.ts';
import { findProject } from '#lib/projects/projects.ts';
import { runProjectQuery } from '#lib/projects/query.ts';

export const POST = route(
  {
    access: 'run:Query',
    summary: 'Run a metric query',
    params: z.object({ projectId: z.string() }),
    body: MetricQuery,
    response: QueryResult,
  },
  async ({ actor, params, body, signal }) => {
    await findProject(actor, params.projectId);
    return runProjectQuery(actor, params.projectId, body, signal);
  },
);
