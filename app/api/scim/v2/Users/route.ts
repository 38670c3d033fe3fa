import { route } from '#lib/http/route.ts';
import { locationOf, scimError, scimJson } from '#lib/scim/answer.ts';
import { ScimBody, ScimQuery } from '#lib/scim/query.ts';
import { createScimUser, listScimUsers } from '#lib/scim/users.ts';

export const GET = route(
  { access: 'manage:Provisioning', summary: 'SCIM: users', query: ScimQuery, errors: scimError },
  async ({ query }) => scimJson(await listScimUsers(query)),
);

export const POST = route(
  { access: 'manage:Provisioning', summary: 'SCIM: add a user', body: ScimBody, status: 201, errors: scimError },
  async ({ actor, body }) => {
    const { id, resource } = await createScimUser(actor, body);
    return scimJson(resource, 201, { Location: locationOf(`/Users/${id}`) });
  },
);
