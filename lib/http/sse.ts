const KEEP_ALIVE_MS = 15_000;
/** A client this many bytes behind is cut off: it resumes where it was, and the server keeps its memory. */
const MAX_BUFFERED_BYTES = 4_000_000;

const encoder = new TextEncoder();
const KEEP_ALIVE = encoder.encode(': keep-alive\n\n');

/** Open streams of this process. Next waits for them at shutdown, so the server ends them itself (instrumentation). */
const holder = globalThis as typeof globalThis & { glassworksStreams?: Set<() => void> };
holder.glassworksStreams ??= new Set();
const open = holder.glassworksStreams;

/**
 * One server-sent event. `data` is JSON, so that it has no raw line breaks.
 * @param id what a reconnecting client names; null leaves the one before in force
 */
export function encodeSse(id: number | string | null, event: string, data: unknown): Uint8Array {
  if (/[\r\n\0]/.test(`${id}${event}`)) throw new Error('an id and the name of an event have no line breaks');
  return encoder.encode(`${id === null ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}

export interface SseSink {
  send(bytes: Uint8Array): void;
  close(): void;
}

/**
 * An event-stream response. `start` runs at once and gets the sink; `onClose` runs exactly once, whichever side ends it.
 * Everything that can fail with an error response must have happened before.
 */
export function sseResponse(signal: AbortSignal, start: (sink: SseSink) => void, onClose: () => void): Response {
  let controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  const timer = setInterval(() => send(KEEP_ALIVE), KEEP_ALIVE_MS);

  const send = (bytes: Uint8Array) => {
    if (!controller) return;
    if ((controller.desiredSize ?? 0) < -MAX_BUFFERED_BYTES) return close();
    controller.enqueue(bytes);
  };
  const detach = () => {
    if (!controller) return;
    controller = null;
    clearInterval(timer);
    open.delete(close);
    signal.removeEventListener('abort', close);
    onClose();
  };
  const close = () => {
    const ending = controller;
    detach();
    ending?.close();
  };

  const body = new ReadableStream<Uint8Array>(
    {
      start(given) {
        controller = given;
        open.add(close);
        signal.addEventListener('abort', close);
        send(encoder.encode('retry: 1000\n\n'));
        start({ send, close });
        if (signal.aborted) close();
      },
      cancel: detach,
    },
    { highWaterMark: 0, size: (chunk) => chunk?.byteLength ?? 0 },
  );
  return new Response(body, {
    headers: {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-cache, no-transform', // Next would gzip the stream, and gzip waits for the end
      'X-Accel-Buffering': 'no',
    },
  });
}

/** How many clients listen to this process. */
export const openStreams = (): number => open.size;

/** Ends every open stream; the clients come back to the next process. */
export function closeAllStreams(): void {
  for (const close of [...open]) close();
}
