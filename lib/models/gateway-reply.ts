import type { IncomingMessage, ServerResponse } from 'node:http';

/** For the rest of a request that is refused already. */
const REST_MS = 10_000;

/** A refusal by the gateway itself, in the form of the Messages API's errors. */
export class Refusal extends Error {
  readonly status: number;
  readonly type: string;
  readonly retry: boolean;

  /** @param retry whether the same call may succeed later; the agent ends its run at once otherwise */
  constructor(status: number, type: string, message: string, retry = false) {
    super(message);
    this.name = 'Refusal';
    this.status = status;
    this.type = type;
    this.retry = retry;
  }
}

export function sendRefusal(res: ServerResponse, refusal: Refusal): void {
  if (res.headersSent || res.destroyed) {
    res.destroy();
    return;
  }
  const body = JSON.stringify({ type: 'error', error: { type: refusal.type, message: refusal.message } });
  res.writeHead(refusal.status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'x-should-retry': String(refusal.retry),
  });
  // Who still writes its request hears of a closed connection before it reads the answer: the rest is taken, and thrown away.
  takeTheRest(res.req);
  res.end(body);
}

function takeTheRest(request: IncomingMessage): void {
  if (request.readableEnded || request.destroyed) return;
  const late = setTimeout(() => request.destroy(), REST_MS);
  request.once('close', () => clearTimeout(late));
  request.resume();
}
