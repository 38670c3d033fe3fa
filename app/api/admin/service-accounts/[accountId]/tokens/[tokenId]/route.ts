import { z } from 'zod';
import { deleteToken } from '#lib/auth/api-tokens.ts';
import { readServiceAccount } from '#lib/auth/service-accounts.ts';
import { route } from '#lib/http/route.ts';

export const DELETE = route(
  {
    access: 'manage:Organization',
    summary: 'Remove a token of a service account',
    params: z.object({ accountId: z.string(), tokenId: z.string() }),
    response: z.object({ ok: z.literal(true) }),
  },
  async ({ actor, params: { accountId, tokenId } }) => {
    await readServiceAccount(accountId);
    await deleteToken(accountId, tokenId, actor);
    return { ok: true as const };
  },
);
