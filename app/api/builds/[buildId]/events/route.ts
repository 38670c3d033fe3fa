import { z } from 'zod';
import { readEvents } from '#lib/builds/event-log.ts';
import { findBuild } from '#lib/builds/read.ts';
import { watchResponse } from '#lib/builds/watch-response.ts';
import { BuildEvents } from '#lib/contracts/build.ts';
import { json } from '#lib/http/respond.ts';
import { route } from '#lib/http/route.ts';

const Query = z.object({ cursor: z.coerce.number().int().min(0).optional() });

export const GET = route(
  {
    access: 'signed-in',
    summary: "A build's event log as server-sent events; with Accept: application/json the events so far",
    params: z.object({ buildId: z.string() }),
    query: Query,
  },
  async ({ actor, params, query, request, signal }) => {
    const build = await findBuild(actor, params.buildId);
    if (request.headers.get('accept')?.includes('application/json')) {
      const items = await readEvents(build.id, query.cursor ?? 0);
      return json(BuildEvents.parse({ items, done: items.at(-1)?.kind === 'done' }));
    }
    return watchResponse(build.id, firstFrame(request, query.cursor), signal);
  },
);

/** `Last-Event-ID` (set by a reconnecting browser) wins over the address, which still names the first place. */
function firstFrame(request: Request, cursor: number | undefined): number {
  const last = Number.parseInt(request.headers.get('last-event-id') ?? '', 10);
  return Number.isInteger(last) && last >= 0 ? last + 1 : (cursor ?? 0);
}
