import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { ModelAnswer } from './provider.ts';
import type { UsageMeter } from './usage-meter.ts';

/** Headers of an answer that the agent needs; others tell of the account behind the key. */
const KEPT = ['content-type', 'request-id', 'x-amzn-requestid', 'retry-after', 'retry-after-ms', 'x-should-retry', 'content-encoding'];

/** A time limit that starts anew whenever something happens. */
export class IdleDeadline {
  private timer: NodeJS.Timeout | undefined;
  private readonly abort: AbortController;

  constructor(abort: AbortController) {
    this.abort = abort;
  }

  within(ms: number, what: string): void {
    this.clear();
    this.timer = setTimeout(() => this.abort.abort(new Error(`The model provider ${what} for ${Math.round(ms / 1000)} s.`)), ms);
  }

  clear(): void {
    clearTimeout(this.timer);
  }
}

export function startAnswer(res: ServerResponse, answer: ModelAnswer): void {
  const headers: Record<string, string> = { 'cache-control': 'no-cache' };
  for (const name of KEPT) {
    const value = answer.headers[name];
    if (value !== undefined) headers[name] = value;
  }
  res.writeHead(answer.status, headers);
  res.flushHeaders();
}

/** Hands every piece on as it comes and shows it to the meter. A client that reads slowly slows the provider down. */
export async function relayBody(
  res: ServerResponse,
  answer: ModelAnswer,
  meter: UsageMeter,
  onPiece: () => void,
  signal: AbortSignal,
): Promise<void> {
  for await (const piece of answer.body) {
    meter.feed(piece);
    onPiece();
    if (!res.write(piece)) await once(res, 'drain', { signal });
    signal.throwIfAborted();
  }
  signal.throwIfAborted();
}
