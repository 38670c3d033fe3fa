import { BuildEvent } from '#lib/contracts/build-event.ts';
import { ApiError, errorOf } from './api.ts';
import { apiPath } from './paths.ts';
import { backoff, createSilence, framesOf } from './sse-connection.ts';

export type StreamState = 'connecting' | 'live' | 'reconnecting' | 'ended';

export interface FollowOptions {
  buildId: string;
  signal: AbortSignal;
  /** Called with each event once, in order, with no gap. */
  onEvent(event: BuildEvent): void;
  onState(state: StreamState): void;
  /** Sequence number of the last event that is already known; -1 for none. */
  after?: number;
  fetch?: typeof globalThis.fetch;
  /** Waits between attempts; the default doubles from 250 ms to 8 s. */
  wait?: (attempt: number, signal: AbortSignal) => Promise<'time' | 'online'>;
  /** A connection on which nothing arrives for so long is given up. The server sends a comment every 15 s. */
  silenceMs?: number;
}

const SILENCE_MS = 40_000;

/**
 * Follows the log of a build until its `done` event, whatever happens to the connection.
 * Returns when the build has ended or `signal` is aborted.
 *
 * @throws ApiError when the server refuses for good (not signed in, no such build).
 */
export async function followBuild(options: FollowOptions): Promise<void> {
  const wait = options.wait ?? backoff;
  let last = options.after ?? -1;
  let attempt = 0;
  options.onState('connecting');
  while (!options.signal.aborted) {
    try {
      const result = await readOnce(options, last, (event) => {
        last = event.seq;
        attempt = 0;
        options.onEvent(event);
      });
      if (result === 'done') {
        options.onState('ended');
        return;
      }
    } catch (thrown) {
      if (options.signal.aborted) return;
      if (thrown instanceof ApiError && thrown.status >= 400 && thrown.status < 500 && thrown.status !== 429) throw thrown;
      console.warn('The event stream was cut; connecting again.', thrown);
    }
    if (options.signal.aborted) return;
    options.onState('reconnecting');
    attempt = (await wait(attempt, options.signal)) === 'online' ? 0 : attempt + 1;
  }
}

async function readOnce(options: FollowOptions, after: number, onEvent: (event: BuildEvent) => void): Promise<'done' | 'cut'> {
  const silence = createSilence(options.silenceMs ?? SILENCE_MS);
  try {
    const response = await (options.fetch ?? fetch)(apiPath('builds', options.buildId, 'events'), {
      headers: { accept: 'text/event-stream', ...(after < 0 ? {} : { 'last-event-id': String(after) }) },
      cache: 'no-store',
      signal: AbortSignal.any([options.signal, silence.signal]),
    });
    if (!response.ok || response.body === null) throw await errorOf(response);
    options.onState('live');
    let expected = after + 1;
    for await (const frame of framesOf(response.body, silence.heard)) {
      const event = BuildEvent.parse(JSON.parse(frame.data));
      if (event.seq < expected) continue;
      // A gap means that something was lost on the way: ask again from the last event that is certain.
      if (event.seq > expected) return 'cut';
      expected += 1;
      onEvent(event);
      if (event.kind === 'done') return 'done';
    }
    return 'cut';
  } finally {
    silence.stop();
  }
}
