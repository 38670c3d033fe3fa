import { AdminUser, CreateUser, UsersQuery } from '#lib/contracts/admin-people.ts';
import { page } from '#lib/contracts/page.ts';
import { route } from '#lib/http/route.ts';
import { createUser } from '#lib/people/change-user.ts';
import { listUsers } from '#lib/people/users.ts';

export const GET = route(
  { access: 'manage:Organization', summary: 'People and service accounts', query: UsersQuery, response: page(AdminUser) },
  ({ query }) => listUsers(query),
);

export const POST = route(
  { access: 'manage:Organization', summary: 'Add a person', body: CreateUser, response: AdminUser, status: 201 },
  ({ actor, body }) => createUser(actor, body),
);
