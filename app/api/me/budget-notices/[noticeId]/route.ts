import { z } from 'zod';
import { route } from '#lib/http/route.ts';
import { closeNotice } from '#lib/spend/my-notices.ts';

export const DELETE = route(
  {
    access: 'signed-in',
    summary: 'Close a notice about a budget',
    params: z.object({ noticeId: z.string() }),
    response: z.object({ ok: z.literal(true) }),
  },
  async ({ actor, params }) => {
    await closeNotice(actor, params.noticeId);
    return { ok: true as const };
  },
);
