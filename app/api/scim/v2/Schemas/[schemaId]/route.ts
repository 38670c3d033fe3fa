import { z } from 'zod';
import { route } from '#lib/http/route.ts';
import { scimError, scimJson } from '#lib/scim/answer.ts';
import { schema } from '#lib/scim/discovery.ts';

export const GET = route(
  { access: 'manage:Provisioning', summary: 'SCIM: a schema', params: z.object({ schemaId: z.string() }), errors: scimError },
  async ({ params }) => scimJson(schema(params.schemaId)),
);
