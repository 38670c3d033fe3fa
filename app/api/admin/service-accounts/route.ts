import { createServiceAccount, listServiceAccounts } from '#lib/auth/service-accounts.ts';
import { page } from '#lib/contracts/page.ts';
import { CreateServiceAccount, ServiceAccount, ServiceAccountsQuery } from '#lib/contracts/service-accounts.ts';
import { route } from '#lib/http/route.ts';

export const GET = route(
  { access: 'manage:Organization', summary: 'Service accounts', query: ServiceAccountsQuery, response: page(ServiceAccount) },
  ({ query }) => listServiceAccounts(query),
);

export const POST = route(
  { access: 'manage:Organization', summary: 'Make a service account', body: CreateServiceAccount, response: ServiceAccount, status: 201 },
  ({ actor, body }) => createServiceAccount(actor, body),
);
