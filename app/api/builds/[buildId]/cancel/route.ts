import { z } from 'zod';
import { cancelBuild } from '#lib/builds/cancel.ts';
import { route } from '#lib/http/route.ts';

export const POST = route(
  {
    access: 'signed-in',
    summary: 'Stop a build; what the agent wrote is kept',
    params: z.object({ buildId: z.string() }),
    response: z.object({ ok: z.literal(true) }),
    status: 202,
  },
  async ({ actor, params }) => {
    await cancelBuild(actor, params.buildId);
    return { ok: true as const };
  },
);
