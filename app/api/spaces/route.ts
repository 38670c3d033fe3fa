import { page } from '#lib/contracts/page.ts';
import { CreateSpace, Space, SpacesQuery } from '#lib/contracts/space.ts';
import { route } from '#lib/http/route.ts';
import { createSpace } from '#lib/spaces/change.ts';
import { listSpaces } from '#lib/spaces/spaces.ts';

export const GET = route(
  { access: 'signed-in', summary: 'The spaces you may see, by name', query: SpacesQuery, response: page(Space) },
  ({ actor, query }) => listSpaces(actor, query),
);

export const POST = route(
  { access: 'signed-in', summary: 'Make a space, at the top or inside of another one', body: CreateSpace, response: Space, status: 201 },
  ({ actor, body }) => createSpace(actor, body),
);
