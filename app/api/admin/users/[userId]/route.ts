import { z } from 'zod';
import { AdminUser, DeleteUserQuery, UpdateUser } from '#lib/contracts/admin-people.ts';
import { route } from '#lib/http/route.ts';
import { deleteUser, updateUser } from '#lib/people/change-user.ts';
import { readUser } from '#lib/people/users.ts';

const params = z.object({ userId: z.string() });

export const GET = route({ access: 'manage:Organization', summary: 'One person', params, response: AdminUser }, ({ params }) =>
  readUser(params.userId),
);

export const PATCH = route(
  { access: 'manage:Organization', summary: 'Change role and name, disable or enable', params, body: UpdateUser, response: AdminUser },
  ({ actor, params, body }) => updateUser(actor, params.userId, body),
);

export const DELETE = route(
  {
    access: 'manage:Organization',
    summary: 'Delete a person; `appsTo` names who gets their apps',
    params,
    query: DeleteUserQuery,
    response: z.object({ ok: z.literal(true) }),
  },
  async ({ actor, params, query }) => {
    await deleteUser(actor, params.userId, query.appsTo);
    return { ok: true as const };
  },
);
