import { z } from 'zod';
import { undeleteApp } from '#lib/apps/change.ts';
import { App } from '#lib/contracts/app.ts';
import { route } from '#lib/http/route.ts';

export const POST = route(
  { access: 'signed-in', summary: 'Bring a deleted app back', params: z.object({ appId: z.string() }), response: App },
  ({ actor, params }) => undeleteApp(actor, params.appId),
);
