import { route } from '#lib/http/route.ts';
import { scimError, scimJson } from '#lib/scim/answer.ts';
import { schemas } from '#lib/scim/discovery.ts';

export const GET = route({ access: 'manage:Provisioning', summary: 'SCIM: schemas', errors: scimError }, async () => scimJson(schemas()));
