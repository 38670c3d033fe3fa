import { inviteUser } from '#lib/auth/invite.ts';
import { Invited, InviteUser } from '#lib/contracts/invite.ts';
import { route } from '#lib/http/route.ts';

export const POST = route(
  { access: 'manage:Organization', summary: 'Invite a person', body: InviteUser, response: Invited, status: 201 },
  ({ actor, body }) => inviteUser(actor, body),
);
