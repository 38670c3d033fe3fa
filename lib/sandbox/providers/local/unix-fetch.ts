import { request as httpRequest } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { GuestFetch } from '../../contract.ts';

/** HTTP/1.1 over a unix socket, a connection a call: connecting costs next to nothing, and nothing idle can go stale. */
export function unixFetch(socketPath: string): GuestFetch {
  return (path, { method, headers, body, signal }) =>
    new Promise((resolve, reject) => {
      const request = httpRequest({ socketPath, path, method, headers: { ...headers, host: 'guest' }, signal, agent: false });
      request.on('error', reject);
      request.on('response', (response) => {
        const single = Object.entries(response.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]);
        resolve({ status: response.statusCode ?? 0, headers: Object.fromEntries(single), body: response });
      });
      if (body === undefined || typeof body === 'string' || body instanceof Uint8Array) request.end(body);
      else pipeline(Readable.from(body), request).catch(reject);
    });
}
