import { AdminRole, AdminRoles, CreateRole } from '#lib/contracts/admin-people.ts';
import { route } from '#lib/http/route.ts';
import { createRole, listRoles } from '#lib/people/roles.ts';

export const GET = route(
  { access: 'manage:Organization', summary: 'Every role, and every scope that a role can have', response: AdminRoles },
  () => listRoles(),
);

export const POST = route(
  { access: 'manage:Organization', summary: 'Make a role', body: CreateRole, response: AdminRole, status: 201 },
  ({ actor, body }) => createRole(actor, body),
);
