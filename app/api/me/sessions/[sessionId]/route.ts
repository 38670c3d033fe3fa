import { z } from 'zod';
import { endSession } from '#lib/auth/sessions.ts';
import { route } from '#lib/http/route.ts';

export const DELETE = route(
  {
    access: 'signed-in',
    summary: 'Sign out of one session',
    params: z.object({ sessionId: z.string() }),
    response: z.object({ ok: z.literal(true) }),
  },
  async ({ actor, params }) => {
    await endSession(actor, params.sessionId);
    return { ok: true as const };
  },
);
