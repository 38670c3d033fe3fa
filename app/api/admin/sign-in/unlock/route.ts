import { z } from 'zod';
import { unlockSignIn } from '#lib/auth/show-sign-in.ts';
import { Unlock } from '#lib/contracts/admin-sign-in.ts';
import { route } from '#lib/http/route.ts';

export const POST = route(
  {
    access: 'manage:Organization',
    summary: 'Let somebody try to sign in again',
    body: Unlock,
    response: z.object({ ok: z.literal(true) }),
  },
  async ({ actor, body }) => {
    await unlockSignIn(actor, body.key);
    return { ok: true as const };
  },
);
