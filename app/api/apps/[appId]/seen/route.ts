import { z } from 'zod';
import { markSeen } from '#lib/apps/unread.ts';
import { route } from '#lib/http/route.ts';

export const POST = route(
  {
    access: 'signed-in',
    summary: 'What has happened to this app until now, I have seen',
    params: z.object({ appId: z.string() }),
    response: z.object({ ok: z.literal(true) }),
  },
  async ({ actor, params }) => {
    await markSeen(actor, params.appId);
    return { ok: true as const };
  },
);
