import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { Readable } from 'node:stream';
import { AppError } from '#lib/errors.ts';
import type { GuardedAgents } from './guarded-agents.ts';

const DEADLINE_MS = 30_000;
const NO_BODY = new Set([101, 204, 205, 304]);

/**
 * `fetch` for addresses that somebody else chose. Connects only to addresses that were checked (lib/net/address.ts), and
 * follows no redirect: a 3xx is the answer.
 * @throws AppError `forbidden` when the address may not be reached, `invalid_request` when it is not http or https
 */
export function guardedFetch(agents: GuardedAgents): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, { ...init, redirect: 'manual' });
    const url = new URL(request.url);
    if (!/^https?:$/.test(url.protocol)) throw new AppError('invalid_request', 'This is not an http or https address.');
    const body = Buffer.from(await request.arrayBuffer());
    const signal = AbortSignal.any([request.signal, AbortSignal.timeout(DEADLINE_MS)]);
    const secure = url.protocol === 'https:';
    const headers = { ...Object.fromEntries(request.headers), ...(body.length > 0 ? { 'content-length': String(body.length) } : {}) };
    const options = { method: request.method, headers, signal, agent: secure ? agents.https : agents.http };
    return new Promise<Response>((resolve, reject) => {
      const outgoing = (secure ? https : http).request(url, options, (answer) => resolve(responseOf(answer)));
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  };
}

function responseOf(answer: IncomingMessage): Response {
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headers)) if (value !== undefined) headers.set(name, String(value));
  const status = answer.statusCode ?? 502;
  return new Response(NO_BODY.has(status) ? null : (Readable.toWeb(answer) as ReadableStream), { status, headers });
}
