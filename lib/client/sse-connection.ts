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

/** Gives up a connection on which nothing was heard for `ms`. */
export function createSilence(ms: number) {
  const controller = new AbortController();
  const giveUp = () => controller.abort(new Error(`Nothing arrived for ${ms} ms.`));
  let timer = setTimeout(giveUp, ms);
  return {
    signal: controller.signal,
    heard() {
      clearTimeout(timer);
      timer = setTimeout(giveUp, ms);
    },
    stop: () => clearTimeout(timer),
  };
}

/** Doubles from 250 ms to 8 s, spread by a random part; a network that comes back ends the wait. */
export function backoff(attempt: number, signal: AbortSignal): Promise<void> {
  const ms = Math.min(8_000, 250 * 2 ** attempt) * (0.75 + Math.random() / 2);
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', finish);
      globalThis.removeEventListener?.('online', finish);
      resolve();
    };
    const timer = setTimeout(finish, ms);
    signal.addEventListener('abort', finish);
    globalThis.addEventListener?.('online', finish);
  });
}
