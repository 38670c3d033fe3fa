import { z } from 'zod';
import { deleteToken } from '#lib/auth/api-tokens.ts';
import { route } from '#lib/http/route.ts';

export const DELETE = route(
  {
    access: 'signed-in',
    summary: 'Remove an API token',
    params: z.object({ tokenId: z.string() }),
    response: z.object({ ok: z.literal(true) }),
  },
  async ({ actor, params }) => {
    await deleteToken(actor.userId, params.tokenId, actor);
    return { ok: true as const };
  },
);
