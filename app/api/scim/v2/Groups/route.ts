import { route } from '#lib/http/route.ts';
import { locationOf, scimError, scimJson } from '#lib/scim/answer.ts';
import { createScimGroup, listScimGroups } from '#lib/scim/groups.ts';
import { ScimBody, ScimQuery } from '#lib/scim/query.ts';

export const GET = route(
  { access: 'manage:Provisioning', summary: 'SCIM: groups', query: ScimQuery, errors: scimError },
  async ({ query }) => scimJson(await listScimGroups(query)),
);

export const POST = route(
  { access: 'manage:Provisioning', summary: 'SCIM: add a group', body: ScimBody, status: 201, errors: scimError },
  async ({ actor, body }) => {
    const { id, resource } = await createScimGroup(actor, body);
    return scimJson(resource, 201, { Location: locationOf(`/Groups/${id}`) });
  },
);
