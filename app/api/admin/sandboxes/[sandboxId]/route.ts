import { z } from 'zod';
import { route } from '#lib/http/route.ts';
import { destroySandbox } from '#lib/live/sandboxes.ts';

export const DELETE = route(
  {
    access: 'manage:Organization',
    summary: 'Destroy a sandbox with its snapshot',
    params: z.object({ sandboxId: z.string().max(80) }),
    query: z.object({ withDraft: z.enum(['true', 'false']).default('false') }),
    response: z.object({ id: z.string() }),
  },
  async ({ actor, params, query }) => {
    await destroySandbox(actor, params.sandboxId, { withDraft: query.withDraft === 'true' });
    return { id: params.sandboxId };
  },
);
