import { AdminGroup, GroupName, GroupsQuery } from '#lib/contracts/admin-people.ts';
import { page } from '#lib/contracts/page.ts';
import { route } from '#lib/http/route.ts';
import { createGroup, listGroups } from '#lib/people/groups.ts';

export const GET = route(
  { access: 'manage:Organization', summary: 'Groups of people', query: GroupsQuery, response: page(AdminGroup) },
  ({ query }) => listGroups(query),
);

export const POST = route(
  { access: 'manage:Organization', summary: 'Make a group', body: GroupName, response: AdminGroup, status: 201 },
  ({ actor, body }) => createGroup(actor, body.name),
);
