import { route } from '#lib/http/route.ts';
import { scimError, scimJson } from '#lib/scim/answer.ts';
import { serviceProviderConfig } from '#lib/scim/discovery.ts';

export const GET = route({ access: 'manage:Provisioning', summary: 'SCIM: what this server can do', errors: scimError }, async () =>
  scimJson(serviceProviderConfig()),
);
