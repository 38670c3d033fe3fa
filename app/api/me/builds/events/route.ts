import { z } from 'zod';
import { watchMyBuilds } from '#lib/builds/watch-mine.ts';
import { route } from '#lib/http/route.ts';

export const GET = route(
  {
    access: 'signed-in',
    summary: 'My builds as they end, as server-sent events; `cursor` or Last-Event-ID resumes',
    query: z.object({ cursor: z.string().max(8_000).optional() }),
  },
  ({ actor, query, request, signal }) => watchMyBuilds(actor, request.headers.get('last-event-id') ?? query.cursor ?? null, signal),
);
