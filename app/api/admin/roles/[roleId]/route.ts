import { z } from 'zod';
import { AdminRole, UpdateRole } from '#lib/contracts/admin-people.ts';
import { route } from '#lib/http/route.ts';
import { deleteRole, readRole, updateRole } from '#lib/people/roles.ts';

const params = z.object({ roleId: z.string() });

export const GET = route({ access: 'manage:Organization', summary: 'One role', params, response: AdminRole }, ({ params }) =>
  readRole(params.roleId),
);

export const PATCH = route(
  { access: 'manage:Organization', summary: 'Change a custom role', params, body: UpdateRole, response: AdminRole },
  ({ actor, params, body }) => updateRole(actor, params.roleId, body),
);

export const DELETE = route(
  { access: 'manage:Organization', summary: 'Delete a custom role that nobody has', params, response: z.object({ ok: z.literal(true) }) },
  async ({ actor, params }) => {
    await deleteRole(actor, params.roleId);
    return { ok: true as const };
  },
);
