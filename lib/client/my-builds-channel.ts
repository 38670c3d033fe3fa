import { z } from 'zod';
import { followMyBuilds, MyBuildsNews } from './my-builds-stream.ts';

const Message = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('news'), news: MyBuildsNews }),
  z.object({ kind: z.literal('where') }),
  z.object({ kind: z.literal('here'), cursor: z.string() }),
]);
type Message = z.infer<typeof Message>;

/**
 * Hears of the ends of this person's builds. All windows of a browser share one connection: browsers open only six to a
 * server, and each builder page needs one of its own. The window that holds the lock reads and tells the others; when it
 * closes, the next goes on from the same place. Where a browser has no locks (plain http) each window reads for itself.
 * @returns the way to stop
 */
export function listenToMyBuilds(userId: string, onNews: (news: MyBuildsNews) => void): () => void {
  const stop = new AbortController();
  const name = `glassworks:my-builds:${userId}`;
  const shared = typeof navigator.locks !== 'undefined' && typeof BroadcastChannel !== 'undefined';
  const channel = shared ? new BroadcastChannel(name) : null;
  let cursor: string | null = null;

  const post = (message: Message) => channel?.postMessage(message);
  const hear = (news: MyBuildsNews) => {
    if ('cursor' in news) cursor = news.cursor;
    onNews(news);
  };
  const lead = () =>
    followMyBuilds({
      signal: stop.signal,
      after: () => cursor,
      onNews(news) {
        hear(news);
        post({ kind: 'news', news });
      },
    }).catch((refused: unknown) => console.warn('The ends of builds cannot be followed.', refused));

  if (channel !== null) {
    channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      const message = Message.safeParse(data).data; // a window of another version may say something else
      if (message?.kind === 'news') hear(message.news);
      if (message?.kind === 'where' && cursor !== null) post({ kind: 'here', cursor });
      if (message?.kind === 'here') cursor ??= message.cursor;
    };
    post({ kind: 'where' });
  }
  if (shared) navigator.locks.request(name, { signal: stop.signal }, lead).catch((gone: unknown) => unlessStopped(stop.signal, gone));
  else void lead();
  return () => {
    stop.abort();
    channel?.close();
  };
}

function unlessStopped(signal: AbortSignal, thrown: unknown): void {
  if (!signal.aborted) console.warn('The ends of builds cannot be followed.', thrown);
}
