import { createToken, listTokens, requirePerson } from '#lib/auth/api-tokens.ts';
import { CreateToken, NewToken, Token } from '#lib/contracts/me.ts';
import { page } from '#lib/contracts/page.ts';
import { route } from '#lib/http/route.ts';

export const GET = route({ access: 'signed-in', summary: 'My API tokens', response: page(Token) }, async ({ actor }) => ({
  items: await listTokens(actor.userId),
  nextCursor: null,
}));

export const POST = route(
  { access: 'signed-in', summary: 'Make an API token', body: CreateToken, response: NewToken, status: 201 },
  ({ actor, body }) => {
    requirePerson(actor);
    return createToken(actor.userId, body, actor);
  },
);
