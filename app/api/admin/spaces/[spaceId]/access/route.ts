import { z } from 'zod';
import { SetSpaceAccess, SpaceAccess } from '#lib/contracts/space.ts';
import { route } from '#lib/http/route.ts';
import { readSpaceAccess, setSpaceAccess } from '#lib/spaces/access.ts';

const params = z.object({ spaceId: z.string() });

export const GET = route(
  { access: 'manage:Organization', summary: 'Who may enter a space, and through which list', params, response: SpaceAccess },
  ({ actor, params }) => readSpaceAccess(actor, params.spaceId),
);

export const PUT = route(
  { access: 'manage:Organization', summary: 'Say who may enter a space', params, body: SetSpaceAccess, response: SpaceAccess },
  ({ actor, params, body }) => setSpaceAccess(actor, params.spaceId, body),
);
