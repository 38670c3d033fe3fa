import { z } from 'zod';
import { queueFollowUp, sendFollowUp, takeBackFollowUp } from '#lib/builds/follow-up.ts';
import { BuildStarted, StartBuild } from '#lib/contracts/build.ts';
import { FollowUpQueued, FollowUpTaken } from '#lib/contracts/follow-up.ts';
import { route } from '#lib/http/route.ts';

const params = z.object({ appId: z.string() });

export const PUT = route(
  {
    access: 'create:DataApp',
    summary: 'Let a prompt wait until the build under way has succeeded; it replaces the one that waited',
    params,
    body: StartBuild,
    response: FollowUpQueued,
  },
  ({ actor, params, body }) => queueFollowUp(actor, params.appId, body),
);

export const POST = route(
  { access: 'create:DataApp', summary: 'Start the prompt that waits now', params, response: BuildStarted, status: 202 },
  ({ actor, params }) => sendFollowUp(actor, params.appId),
);

export const DELETE = route(
  { access: 'create:DataApp', summary: 'Take the prompt that waits back', params, response: FollowUpTaken },
  ({ actor, params }) => takeBackFollowUp(actor, params.appId),
);
