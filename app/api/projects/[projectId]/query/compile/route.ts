import { z } from 'zod';
import { CompiledQuery, MetricQuery } from '#lib/contracts/query.ts';
import { route } from '#lib/http/route.ts';
import { compileProjectQuery } from '#lib/projects/query.ts';

export const POST = route(
  {
    access: 'view:Sql',
    summary: 'The SQL of a metric query; runs nothing',
    params: z.object({ projectId: z.string() }),
    body: MetricQuery,
    response: CompiledQuery,
  },
  ({ actor, params, body }) => compileProjectQuery(actor, params.projectId, body),
);
