import { z } from 'zod';
import { findApp } from '#lib/apps/apps.ts';
import { deleteApp, updateApp } from '#lib/apps/change.ts';
import { describeApp } from '#lib/apps/describe.ts';
import { App, UpdateApp } from '#lib/contracts/app.ts';
import { route } from '#lib/http/route.ts';

const params = z.object({ appId: z.string() });

export const GET = route({ access: 'signed-in', summary: 'One app', params, response: App }, async ({ actor, params }) =>
  describeApp(actor, await findApp(actor, params.appId)),
);

export const PATCH = route(
  { access: 'signed-in', summary: 'Rename, describe or move an app', params, body: UpdateApp, response: App },
  ({ actor, params, body }) => updateApp(actor, params.appId, body),
);

export const DELETE = route(
  { access: 'signed-in', summary: 'Delete an app; it can be brought back', params, response: z.object({ ok: z.literal(true) }) },
  async ({ actor, params }) => {
    await deleteApp(actor, params.appId);
    return { ok: true as const };
  },
);
