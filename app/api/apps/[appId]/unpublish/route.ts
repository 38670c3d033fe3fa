import { z } from 'zod';
import { findApp } from '#lib/apps/apps.ts';
import { toApp } from '#lib/apps/to-contract.ts';
import { publishVersion } from '#lib/apps/versions.ts';
import { App } from '#lib/contracts/app.ts';
import { route } from '#lib/http/route.ts';

export const POST = route(
  { access: 'signed-in', summary: 'Show the app to nobody but its authors', params: z.object({ appId: z.string() }), response: App },
  async ({ actor, params }) => {
    await publishVersion(actor, params.appId, null);
    return toApp(actor, await findApp(actor, params.appId));
  },
);
