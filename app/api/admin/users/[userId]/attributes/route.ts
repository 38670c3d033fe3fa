import { z } from 'zod';
import { AdminUser } from '#lib/contracts/admin-people.ts';
import { Attributes } from '#lib/contracts/attributes.ts';
import { route } from '#lib/http/route.ts';
import { setAttributes } from '#lib/people/change-user.ts';

export const PUT = route(
  {
    access: 'manage:Organization',
    summary: 'Say what row filters see of a person',
    params: z.object({ userId: z.string() }),
    body: Attributes,
    response: AdminUser,
  },
  ({ actor, params, body }) => setAttributes(actor, params.userId, body),
);
