import { encodeSse, sseResponse } from '#lib/http/sse.ts';
import { type Watch, watchBuild } from './tail.ts';

/**
 * The event-stream response of one watcher: every frame from `cursor` on, once, in order; it ends after the build's
 * last frame.
 */
export async function watchResponse(buildId: string, cursor: number, signal: AbortSignal): Promise<Response> {
  let wake: () => void = () => undefined;
  const watch: Watch = await watchBuild(
    buildId,
    cursor,
    (event) => encodeSse(event.seq, event.kind, event),
    () => wake(),
  );
  return sseResponse(
    signal,
    (sink) => {
      wake = () => {
        for (const frame of watch.next()) {
          sink.send(frame.bytes);
          if (frame.last) return sink.close();
        }
      };
      wake();
    },
    () => watch.close(),
  );
}
