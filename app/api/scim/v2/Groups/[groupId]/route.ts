import { z } from 'zod';
import { route } from '#lib/http/route.ts';
import { scimError, scimJson } from '#lib/scim/answer.ts';
import { deleteScimGroup, patchScimGroup, readScimGroup, replaceScimGroup } from '#lib/scim/groups.ts';
import { ScimBody, ScimQuery } from '#lib/scim/query.ts';

const params = z.object({ groupId: z.string() });

export const GET = route(
  { access: 'manage:Provisioning', summary: 'SCIM: a group', params, query: ScimQuery, errors: scimError },
  async ({ params, query }) => scimJson(await readScimGroup(params.groupId, query)),
);

export const PUT = route(
  { access: 'manage:Provisioning', summary: 'SCIM: replace a group', params, body: ScimBody, errors: scimError },
  async ({ actor, params, body }) => scimJson(await replaceScimGroup(actor, params.groupId, body)),
);

export const PATCH = route(
  { access: 'manage:Provisioning', summary: 'SCIM: change a group', params, body: ScimBody, errors: scimError },
  async ({ actor, params, body }) => scimJson(await patchScimGroup(actor, params.groupId, body)),
);

export const DELETE = route(
  { access: 'manage:Provisioning', summary: 'SCIM: take a group away', params, status: 204, errors: scimError },
  async ({ actor, params }) => {
    await deleteScimGroup(actor, params.groupId);
    return new Response(null, { status: 204 });
  },
);
