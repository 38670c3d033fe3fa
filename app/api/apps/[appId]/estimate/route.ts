import { z } from 'zod';
import { BuildEstimate } from '#lib/contracts/usage.ts';
import { route } from '#lib/http/route.ts';
import { buildEstimate } from '#lib/spend/estimate.ts';

export const GET = route(
  {
    access: 'create:DataApp',
    summary: 'What the next build usually costs and takes',
    params: z.object({ appId: z.string() }),
    response: BuildEstimate,
  },
  ({ actor, params }) => buildEstimate(actor, params.appId),
);
