import { z } from 'zod';
import { listBuilds } from '#lib/builds/read.ts';
import { startBuild } from '#lib/builds/start.ts';
import { Build, BuildStarted, StartBuild } from '#lib/contracts/build.ts';
import { PageQuery, page } from '#lib/contracts/page.ts';
import { route } from '#lib/http/route.ts';

const params = z.object({ appId: z.string() });

export const GET = route(
  { access: 'signed-in', summary: 'The builds of an app, newest first', params, query: PageQuery, response: page(Build) },
  ({ actor, params, query }) => listBuilds(actor, params.appId, query),
);

export const POST = route(
  { access: 'create:DataApp', summary: 'Start a build from a prompt', params, body: StartBuild, response: BuildStarted, status: 202 },
  ({ actor, params, body }) => startBuild(actor, params.appId, body),
);
