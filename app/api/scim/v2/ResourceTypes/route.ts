import { route } from '#lib/http/route.ts';
import { scimError, scimJson } from '#lib/scim/answer.ts';
import { resourceTypes } from '#lib/scim/discovery.ts';

export const GET = route({ access: 'manage:Provisioning', summary: 'SCIM: kinds of resources', errors: scimError }, async () =>
  scimJson(resourceTypes()),
);
