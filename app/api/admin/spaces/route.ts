import { AdminSpace, AdminSpacesQuery } from '#lib/contracts/admin-people.ts';
import { page } from '#lib/contracts/page.ts';
import { CreateSpace, Space } from '#lib/contracts/space.ts';
import { route } from '#lib/http/route.ts';
import { listAllSpaces } from '#lib/spaces/admin-list.ts';
import { createSpace } from '#lib/spaces/change.ts';

export const GET = route(
  { access: 'manage:Organization', summary: 'Every space', query: AdminSpacesQuery, response: page(AdminSpace) },
  ({ query }) => listAllSpaces(query),
);

export const POST = route(
  { access: 'manage:Organization', summary: 'Make a space', body: CreateSpace, response: Space, status: 201 },
  ({ actor, body }) => createSpace(actor, body),
);
