import { setPassword } from '#lib/auth/me.ts';
import { Me, SetPassword } from '#lib/contracts/me.ts';
import { route } from '#lib/http/route.ts';

export const PUT = route({ access: 'signed-in', summary: 'Set my password', body: SetPassword, response: Me }, ({ actor, body }) =>
  setPassword(actor, body),
);
