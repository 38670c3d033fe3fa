import { z } from 'zod';
import { AdminGroup, ChangeMembers, Member, MembersQuery } from '#lib/contracts/admin-people.ts';
import { page } from '#lib/contracts/page.ts';
import { route } from '#lib/http/route.ts';
import { changeMembers, listMembers } from '#lib/people/groups.ts';

const params = z.object({ groupId: z.string() });

export const GET = route(
  { access: 'manage:Organization', summary: 'Who is in a group', params, query: MembersQuery, response: page(Member) },
  ({ params, query }) => listMembers(params.groupId, query),
);

export const POST = route(
  { access: 'manage:Organization', summary: 'Take people into a group and out of it', params, body: ChangeMembers, response: AdminGroup },
  ({ actor, params, body }) => changeMembers(actor, params.groupId, body),
);
