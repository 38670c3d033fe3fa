const encoder = new TextEncoder();

/**
 * A response of one JSON value a line, each sent as soon as it is there. `write` gets a signal that aborts when the
 * reader goes away; it must not throw: what goes wrong is a line of its own.
 */
export function ndjsonResponse(
  signal: AbortSignal,
  write: (send: (line: unknown) => void, signal: AbortSignal) => Promise<void>,
): Response {
  const gone = new AbortController();
  const left = AbortSignal.any([signal, gone.signal]);
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const send = (line: unknown) => {
        if (!left.aborted) controller.enqueue(encoder.encode(`${JSON.stringify(line)}\n`));
      };
      // The whole answer is not waited for here: a stream that is being started cannot be cancelled.
      write(send, left).then(
        () => !gone.signal.aborted && controller.close(),
        (error: unknown) => !gone.signal.aborted && controller.error(error),
      );
    },
    cancel: () => gone.abort(new Error('The reader went away.')),
  });
  return new Response(body, {
    headers: {
      'Content-Type': 'application/x-ndjson; charset=utf-8',
      'Cache-Control': 'no-store, no-transform', // compressed, a line would wait for the next one
      'X-Accel-Buffering': 'no',
    },
  });
}
