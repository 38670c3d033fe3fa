import { z } from 'zod';
import { findApp } from '#lib/apps/apps.ts';
import { describeApp } from '#lib/apps/describe.ts';
import { publishVersion } from '#lib/apps/versions.ts';
import { App } from '#lib/contracts/app.ts';
import { route } from '#lib/http/route.ts';

export const POST = route(
  { access: 'signed-in', summary: 'Show the app to nobody but its authors', params: z.object({ appId: z.string() }), response: App },
  async ({ actor, params }) => {
    await publishVersion(actor, params.appId, null);
    return describeApp(actor, await findApp(actor, params.appId));
  },
);
