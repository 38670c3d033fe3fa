import { z } from 'zod';
import { createToken, listTokens } from '#lib/auth/api-tokens.ts';
import { requireMayGrant } from '#lib/auth/may-grant.ts';
import { readServiceAccount } from '#lib/auth/service-accounts.ts';
import { CreateToken, NewToken, Token } from '#lib/contracts/me.ts';
import { page } from '#lib/contracts/page.ts';
import { route } from '#lib/http/route.ts';

const params = z.object({ accountId: z.string() });

export const GET = route(
  { access: 'manage:Organization', summary: 'Tokens of a service account', params, response: page(Token) },
  async ({ params: { accountId } }) => {
    await readServiceAccount(accountId);
    return { items: await listTokens(accountId), nextCursor: null };
  },
);

export const POST = route(
  {
    access: 'manage:Organization',
    summary: 'Make a token of a service account',
    params,
    body: CreateToken,
    response: NewToken,
    status: 201,
  },
  async ({ actor, params: { accountId }, body }) => {
    const account = await readServiceAccount(accountId);
    await requireMayGrant(actor, account.role);
    return createToken(accountId, body, actor);
  },
);
