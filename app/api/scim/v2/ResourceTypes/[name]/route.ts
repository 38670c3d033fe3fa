import { z } from 'zod';
import { route } from '#lib/http/route.ts';
import { scimError, scimJson } from '#lib/scim/answer.ts';
import { resourceType } from '#lib/scim/discovery.ts';

export const GET = route(
  { access: 'manage:Provisioning', summary: 'SCIM: a kind of resources', params: z.object({ name: z.string() }), errors: scimError },
  async ({ params }) => scimJson(resourceType(params.name)),
);
