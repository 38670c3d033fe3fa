import { z } from 'zod';
import { endOtherSessions, listSessions } from '#lib/auth/sessions.ts';
import { page } from '#lib/contracts/page.ts';
import { SessionLine } from '#lib/contracts/sessions.ts';
import { route } from '#lib/http/route.ts';

export const GET = route({ access: 'signed-in', summary: 'Where I am signed in', response: page(SessionLine) }, async ({ actor }) => ({
  items: await listSessions(actor),
  nextCursor: null,
}));

export const DELETE = route(
  { access: 'signed-in', summary: 'Sign out everywhere but here', response: z.object({ ended: z.number().int() }) },
  async ({ actor }) => ({ ended: await endOtherSessions(actor) }),
);
