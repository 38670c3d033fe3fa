import { z } from 'zod';
import { readAppAccess } from '#lib/apps/access.ts';
import { AppAccess, AppAccessQuery } from '#lib/contracts/space.ts';
import { route } from '#lib/http/route.ts';

export const GET = route(
  {
    access: 'signed-in',
    summary: 'Who can see an app, and why',
    params: z.object({ appId: z.string() }),
    query: AppAccessQuery,
    response: AppAccess,
  },
  ({ actor, params, query }) => readAppAccess(actor, params.appId, query),
);
