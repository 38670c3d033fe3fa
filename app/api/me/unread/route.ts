import { z } from 'zod';
import { countUnread, markAllSeen } from '#lib/apps/unread.ts';
import { UnreadCount } from '#lib/contracts/ended-build.ts';
import { route } from '#lib/http/route.ts';

export const GET = route(
  { access: 'signed-in', summary: 'How many apps have news for me; 100 means that or more', response: UnreadCount },
  async ({ actor }) => ({ count: await countUnread(actor) }),
);

export const DELETE = route(
  { access: 'signed-in', summary: 'Mark all apps as read', response: z.object({ ok: z.literal(true) }) },
  async ({ actor }) => {
    await markAllSeen(actor);
    return { ok: true as const };
  },
);
