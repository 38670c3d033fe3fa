import { z } from 'zod';
import { type AppQueryOutcome, openAppQueries } from '#lib/apps/query.ts';
import { AppQueries, type AppQueryLine } from '#lib/contracts/app.ts';
import { ndjsonResponse } from '#lib/http/ndjson.ts';
import { errorPart } from '#lib/http/respond.ts';
import { route } from '#lib/http/route.ts';

const MAX_BODY_BYTES = 2_000_000;

export const POST = route(
  {
    access: 'signed-in',
    summary: 'Several queries of a running app, as the viewer: one JSON line each (application/x-ndjson), in the order in which they end',
    params: z.object({ appId: z.string() }),
    body: AppQueries,
    maxBodyBytes: MAX_BODY_BYTES,
  },
  async ({ actor, params, body, signal }) => {
    const run = await openAppQueries(actor, params.appId, body);
    return ndjsonResponse(signal, (send, left) => run((outcome) => send(lineOf(outcome)), left));
  },
);

const lineOf = (outcome: AppQueryOutcome): AppQueryLine =>
  'thrown' in outcome ? { id: outcome.id, error: errorPart(outcome.thrown) } : outcome;
