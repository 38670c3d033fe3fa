import { createSseParser, type SseFrame } from './sse-parser.ts';

/** The frames of a response as they arrive; leaving the loop closes the connection. `heard` is called for every byte. */
export async function* framesOf(body: ReadableStream<Uint8Array>, heard: () => void): AsyncGenerator<SseFrame> {
  const parser = createSseParser();
  const reader = body.getReader();
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      heard();
      yield* parser.push(value);
    }
  } finally {
    // A stream that already failed rejects here too; its error is on its way to the caller.
    await reader.cancel().catch((cut: unknown) => console.warn('The event stream was closed.', cut));
  }
}

/** Gives up a connection on which nothing was heard for `ms`, or whose network is gone: it would hang, and fail much later. */
export function createSilence(ms: number) {
  const controller = new AbortController();
  const onOffline = () => controller.abort(new Error('The network is gone.'));
  globalThis.addEventListener?.('offline', onOffline);
  const giveUp = () => controller.abort(new Error(`Nothing arrived for ${ms} ms.`));
  let timer = setTimeout(giveUp, ms);
  return {
    signal: controller.signal,
    heard() {
      clearTimeout(timer);
      timer = setTimeout(giveUp, ms);
    },
    stop() {
      clearTimeout(timer);
      globalThis.removeEventListener?.('offline', onOffline);
    },
  };
}

/**
 * Doubles from 250 ms to 8 s, spread by a random part; a network that comes back ends the wait.
 * @returns what ended it: after `online`, attempts are counted anew
 */
export function backoff(attempt: number, signal: AbortSignal): Promise<'time' | 'online'> {
  const ms = Math.min(8_000, 250 * 2 ** attempt) * (0.75 + Math.random() / 2);
  return new Promise((resolve) => {
    const finish = (why: 'time' | 'online') => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      globalThis.removeEventListener?.('online', onOnline);
      resolve(why);
    };
    const onAbort = () => finish('time');
    const onOnline = () => finish('online');
    const timer = setTimeout(onAbort, ms);
    signal.addEventListener('abort', onAbort);
    globalThis.addEventListener?.('online', onOnline);
  });
}
