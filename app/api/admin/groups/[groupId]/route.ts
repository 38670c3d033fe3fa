import { z } from 'zod';
import { AdminGroup, GroupName } from '#lib/contracts/admin-people.ts';
import { route } from '#lib/http/route.ts';
import { deleteGroup, readGroup, renameGroup } from '#lib/people/groups.ts';

const params = z.object({ groupId: z.string() });

export const GET = route({ access: 'manage:Organization', summary: 'One group', params, response: AdminGroup }, ({ params }) =>
  readGroup(params.groupId),
);

export const PATCH = route(
  { access: 'manage:Organization', summary: 'Rename a group', params, body: GroupName, response: AdminGroup },
  ({ actor, params, body }) => renameGroup(actor, params.groupId, body.name),
);

export const DELETE = route(
  { access: 'manage:Organization', summary: 'Delete a group', params, response: z.object({ ok: z.literal(true) }) },
  async ({ actor, params }) => {
    await deleteGroup(actor, params.groupId);
    return { ok: true as const };
  },
);
