import { z } from 'zod';
import { duplicateApp } from '#lib/apps/duplicate.ts';
import { App } from '#lib/contracts/app.ts';
import { route } from '#lib/http/route.ts';

export const POST = route(
  {
    access: 'create:DataApp',
    summary: 'A personal app of my own with the same content',
    params: z.object({ appId: z.string() }),
    response: App,
    status: 201,
  },
  ({ actor, params }) => duplicateApp(actor, params.appId),
);
