import { z } from 'zod';
import { AppsChanged, EndedBuild } from '#lib/contracts/ended-build.ts';
import { ApiError, errorOf } from './api.ts';
import { backoff, createSilence, framesOf } from './sse-connection.ts';

/** What the stream of one's own builds says. `cursor` is the place after it. */
export const MyBuildsNews = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('hello'), cursor: z.string() }),
  z.object({ kind: z.literal('ended'), cursor: z.string(), build: EndedBuild }),
  z.object({ kind: z.literal('changed'), change: AppsChanged }),
]);
export type MyBuildsNews = z.infer<typeof MyBuildsNews>;

export interface FollowMyBuildsOptions {
  signal: AbortSignal;
  /** The place to go on from; null for "from now on". Asked anew at each connection. */
  after(): string | null;
  onNews(news: MyBuildsNews): void;
  fetch?: typeof globalThis.fetch;
  wait?: (attempt: number, signal: AbortSignal) => Promise<'time' | 'online'>;
  silenceMs?: number;
}

const SILENCE_MS = 40_000;

/**
 * Follows the ends of one's own builds for as long as the page lives, whatever happens to the connection.
 *
 * @throws ApiError when the server refuses for good (not signed in).
 */
export async function followMyBuilds(options: FollowMyBuildsOptions): Promise<void> {
  const wait = options.wait ?? backoff;
  let attempt = 0;
  while (!options.signal.aborted) {
    try {
      await readOnce(options, () => {
        attempt = 0;
      });
    } catch (thrown) {
      if (options.signal.aborted) return;
      if (thrown instanceof ApiError && thrown.status >= 400 && thrown.status < 500 && thrown.status !== 429) throw thrown;
      console.warn('The stream of ended builds was cut; connecting again.', thrown);
    }
    if (!options.signal.aborted) attempt = (await wait(attempt, options.signal)) === 'online' ? 0 : attempt + 1;
  }
}

async function readOnce(options: FollowMyBuildsOptions, onHeard: () => void): Promise<void> {
  const silence = createSilence(options.silenceMs ?? SILENCE_MS);
  const after = options.after();
  try {
    const response = await (options.fetch ?? fetch)('/api/me/builds/events', {
      headers: { accept: 'text/event-stream', ...(after === null ? {} : { 'last-event-id': after }) },
      cache: 'no-store',
      signal: AbortSignal.any([options.signal, silence.signal]),
    });
    if (!response.ok || response.body === null) throw await errorOf(response);
    for await (const { id, event, data } of framesOf(response.body, silence.heard)) {
      onHeard();
      const news = newsOf(event, id, JSON.parse(data));
      if (news !== null) options.onNews(news);
    }
  } finally {
    silence.stop();
  }
}

/** A kind that this page does not know yet is left out: the page may be older than the server. */
function newsOf(kind: string, cursor: string | null, data: unknown): MyBuildsNews | null {
  if (kind === 'hello') return MyBuildsNews.parse({ kind, cursor });
  if (kind === 'ended') return MyBuildsNews.parse({ kind, cursor, build: data });
  return kind === 'changed' ? MyBuildsNews.parse({ kind, change: data }) : null;
}
