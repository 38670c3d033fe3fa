import { z } from 'zod';
import { route } from '#lib/http/route.ts';
import { scimError, scimJson } from '#lib/scim/answer.ts';
import { ScimBody } from '#lib/scim/query.ts';
import { deleteScimUser, patchScimUser, readScimUser, replaceScimUser } from '#lib/scim/users.ts';

const params = z.object({ userId: z.string() });

export const GET = route({ access: 'manage:Provisioning', summary: 'SCIM: a user', params, errors: scimError }, async ({ params }) =>
  scimJson(await readScimUser(params.userId)),
);

export const PUT = route(
  { access: 'manage:Provisioning', summary: 'SCIM: replace a user', params, body: ScimBody, errors: scimError },
  async ({ actor, params, body }) => scimJson(await replaceScimUser(actor, params.userId, body)),
);

export const PATCH = route(
  { access: 'manage:Provisioning', summary: 'SCIM: change a user', params, body: ScimBody, errors: scimError },
  async ({ actor, params, body }) => scimJson(await patchScimUser(actor, params.userId, body)),
);

export const DELETE = route(
  { access: 'manage:Provisioning', summary: 'SCIM: take a user away', params, status: 204, errors: scimError },
  async ({ actor, params }) => {
    await deleteScimUser(actor, params.userId);
    return new Response(null, { status: 204 });
  },
);
