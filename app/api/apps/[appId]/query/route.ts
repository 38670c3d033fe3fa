import { z } from 'zod';
import { runAppQuery } from '#lib/apps/query.ts';
import { AppQuery } from '#lib/contracts/app.ts';
import { QueryResult } from '#lib/contracts/query.ts';
import { route } from '#lib/http/route.ts';

export const POST = route(
  {
    access: 'signed-in',
    summary: 'A query of a running app, as the viewer',
    params: z.object({ appId: z.string() }),
    body: AppQuery,
    response: QueryResult,
  },
  ({ actor, params, body, signal }) => runAppQuery(actor, params.appId, body, signal),
);
