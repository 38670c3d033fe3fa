import { z } from 'zod';
import { DeleteSpaceQuery, Space, UpdateSpace } from '#lib/contracts/space.ts';
import { route } from '#lib/http/route.ts';
import { deleteSpace, updateSpace } from '#lib/spaces/change.ts';
import { describeSpace, findSpace } from '#lib/spaces/spaces.ts';

const params = z.object({ spaceId: z.string() });

export const GET = route({ access: 'signed-in', summary: 'One space', params, response: Space }, async ({ actor, params }) =>
  describeSpace(actor, await findSpace(actor, params.spaceId)),
);

export const PATCH = route(
  { access: 'signed-in', summary: 'Rename, describe, move or restrict a space', params, body: UpdateSpace, response: Space },
  ({ actor, params, body }) => updateSpace(actor, params.spaceId, body),
);

export const DELETE = route(
  {
    access: 'signed-in',
    summary: 'Delete a space; `contents=move-to-parent` moves what it holds, otherwise it must be empty',
    params,
    query: DeleteSpaceQuery,
    response: z.object({ ok: z.literal(true) }),
  },
  async ({ actor, params, query }) => {
    await deleteSpace(actor, params.spaceId, query);
    return { ok: true as const };
  },
);
