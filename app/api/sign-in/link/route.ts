import { z } from 'zod';
import { mailSignInLink } from '#lib/auth/mailed-link.ts';
import { AskForLink } from '#lib/contracts/sign-in.ts';
import { route } from '#lib/http/route.ts';
import { assertSameOrigin } from '#lib/http/same-origin.ts';

export const POST = route(
  {
    access: 'public',
    summary: 'Mail me a sign-in link; the answer is the same for unknown addresses',
    body: AskForLink,
    response: z.object({ ok: z.literal(true) }),
    status: 202,
    maxBodyBytes: 10_000,
  },
  async ({ body, request }) => {
    assertSameOrigin(request);
    await mailSignInLink(body);
    return { ok: true as const };
  },
);
