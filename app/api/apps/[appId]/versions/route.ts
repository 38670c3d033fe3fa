import { z } from 'zod';
import { listVersions } from '#lib/apps/versions.ts';
import { Version } from '#lib/contracts/app.ts';
import { PageQuery, page } from '#lib/contracts/page.ts';
import { route } from '#lib/http/route.ts';

export const GET = route(
  {
    access: 'signed-in',
    summary: 'Versions, newest first',
    params: z.object({ appId: z.string() }),
    query: PageQuery,
    response: page(Version),
  },
  ({ actor, params, query }) => listVersions(actor, params.appId, query),
);
