import { readMe, updateMe } from '#lib/auth/me.ts';
import { Me, UpdateMe } from '#lib/contracts/me.ts';
import { route } from '#lib/http/route.ts';

export const GET = route({ access: 'signed-in', summary: 'Who am I', response: Me }, ({ actor }) => readMe(actor));

export const PATCH = route({ access: 'signed-in', summary: 'Change my name', body: UpdateMe, response: Me }, ({ actor, body }) =>
  updateMe(actor, body),
);
