import { z } from 'zod';
import { listApps } from '#lib/apps/apps.ts';
import { createApp } from '#lib/apps/change.ts';
import { App, CreateApp } from '#lib/contracts/app.ts';
import { PageQuery, page } from '#lib/contracts/page.ts';
import { route } from '#lib/http/route.ts';

const ListQuery = PageQuery.extend({ q: z.string().trim().max(200).optional(), spaceId: z.string().max(60).optional() });

export const GET = route(
  {
    access: 'signed-in',
    summary: 'The apps you may open, last changed first; `q` searches their names, `spaceId` narrows to a space or to `personal`',
    query: ListQuery,
    response: page(App),
  },
  ({ actor, query }) => listApps(actor, query),
);

export const POST = route(
  { access: 'create:DataApp', summary: 'Make an app', body: CreateApp, response: App, status: 201 },
  ({ actor, body }) => createApp(actor, body),
);
