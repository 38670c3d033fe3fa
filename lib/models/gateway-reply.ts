import type { ServerResponse } from 'node:http';

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
    // What is left of a body that we did not read must not be taken for the next request.
    connection: 'close',
  });
  res.end(body);
}
