import { z } from 'zod';
import { deleteServiceAccount, readServiceAccount, updateServiceAccount } from '#lib/auth/service-accounts.ts';
import { ServiceAccount, UpdateServiceAccount } from '#lib/contracts/service-accounts.ts';
import { route } from '#lib/http/route.ts';

const params = z.object({ accountId: z.string() });

export const GET = route(
  { access: 'manage:Organization', summary: 'A service account', params, response: ServiceAccount },
  ({ params: { accountId } }) => readServiceAccount(accountId),
);

export const PATCH = route(
  {
    access: 'manage:Organization',
    summary: 'Change a service account, disable or enable it',
    params,
    body: UpdateServiceAccount,
    response: ServiceAccount,
  },
  ({ actor, params: { accountId }, body }) => updateServiceAccount(actor, accountId, body),
);

export const DELETE = route(
  {
    access: 'manage:Organization',
    summary: 'Delete a service account with its tokens',
    params,
    response: z.object({ ok: z.literal(true) }),
  },
  async ({ actor, params: { accountId } }) => {
    await deleteServiceAccount(actor, accountId);
    return { ok: true as const };
  },
);
