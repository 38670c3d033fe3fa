import { z } from 'zod';
import { route } from '#lib/http/route.ts';
import { suspendSandbox } from '#lib/live/sandboxes.ts';

export const POST = route(
  {
    access: 'manage:Organization',
    summary: 'Suspend a sandbox that no build works in',
    params: z.object({ sandboxId: z.string().max(80) }),
    response: z.object({ id: z.string() }),
  },
  async ({ actor, params }) => {
    await suspendSandbox(actor, params.sandboxId);
    return { id: params.sandboxId };
  },
);
