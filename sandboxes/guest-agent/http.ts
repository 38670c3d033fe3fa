import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { GuestError, toGuestError } from './errors.ts';

export const TOKEN_HEADER = 'x-glassworks-token';
const MAX_JSON_BYTES = 2 * 1024 * 1024;

const digest = (value: string): Buffer => createHash('sha256').update(value).digest();

/** Keeps a digest of the token only, so that comparing takes the same time for every guess. */
export function tokenCheck(token: string): (request: IncomingMessage) => void {
  const expected = digest(token);
  return (request) => {
    const given = request.headers[TOKEN_HEADER];
    if (typeof given !== 'string' || !timingSafeEqual(digest(given), expected)) {
      throw new GuestError('auth', 'The token of this sandbox is missing or wrong.');
    }
  };
}

export function sendJson(response: ServerResponse, body: unknown, status = 200): void {
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': bytes.length });
  response.end(bytes);
}

/** A body that is still on its way when its request is refused is let in for this long. */
const DRAIN_MS = 5_000;

/**
 * The rest of a request that nobody will read. Closing a socket with unread bytes in it resets it, and the other side
 * would hear of the reset instead of the reason.
 */
function received(request: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    if (request.readableEnded || request.destroyed) return resolve();
    const timer = setTimeout(resolve, DRAIN_MS);
    const done = () => {
      clearTimeout(timer);
      resolve();
    };
    request.once('end', done).once('close', done).once('error', done);
    request.resume();
  });
}

export async function sendError(request: IncomingMessage, response: ServerResponse, thrown: unknown): Promise<void> {
  const error = toGuestError(thrown);
  if (response.headersSent) {
    // The answer has begun: breaking the connection is the only way left to say that it is not whole.
    response.destroy();
    return;
  }
  await received(request);
  response.setHeader('connection', 'close');
  sendJson(response, { error: { kind: error.kind, message: error.message } }, error.status);
}

/** The request's bytes. Giving up on them leaves the connection open, so that the refusal can still be sent. */
export const bytesOf = (request: IncomingMessage): AsyncIterable<Buffer> => request.iterator({ destroyOnReturn: false });

/** The request's body, refused beyond `limit` bytes. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of bytesOf(request)) {
    size += part.length;
    if (size > limit) throw new GuestError('invalid', `The request is larger than ${limit} bytes.`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

export async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  const body = await readBody(request, MAX_JSON_BYTES);
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    throw new GuestError('invalid', 'The request is not JSON.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new GuestError('invalid', 'The request is not an object.');
  return value as Record<string, unknown>;
}

/** A whole number of the query string within bounds. */
export function queryNumber(url: URL, name: string, bounds: { min: number; max: number; fallback: number }): number {
  const raw = url.searchParams.get(name);
  if (raw === null) return bounds.fallback;
  const value = Number(raw);
  if (!Number.isSafeInteger(value) || value < bounds.min || value > bounds.max) {
    throw new GuestError('invalid', `"${name}" must be a whole number from ${bounds.min} to ${bounds.max}.`);
  }
  return value;
}

/** Waits until more may be written, or nobody listens any more. */
export function drained(response: ServerResponse): Promise<void> {
  if (response.destroyed || !response.writableNeedDrain) return Promise.resolve();
  return new Promise((resolve) => {
    const go = () => {
      response.off('drain', go).off('close', go);
      resolve();
    };
    response.on('drain', go).on('close', go);
  });
}
