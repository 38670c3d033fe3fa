import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { GuestError } from './errors.ts';
import { TOKEN_HEADER } from './http.ts';

const CONNECT_MS = 10_000;
const HOP_BY_HOP = ['connection', 'keep-alive', 'proxy-authenticate', 'te', 'trailer', 'transfer-encoding', 'upgrade', TOKEN_HEADER];

function forwarded(headers: IncomingMessage['headers']): IncomingMessage['headers'] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.includes(name)));
}

/** `/v1/ports/<port>/<path>`: one HTTP exchange with a server that runs in the sandbox. */
export async function proxyPort(request: IncomingMessage, response: ServerResponse, url: URL, rest: readonly string[]): Promise<void> {
  const port = Number(rest[0]);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new GuestError('invalid', 'The port must be from 1 to 65535.');
  const prefix = `/v1/ports/${rest[0]}`;
  const path = `${url.pathname.slice(prefix.length) || '/'}${url.search}`;
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const outgoing = httpRequest({
      host: '127.0.0.1',
      port,
      path,
      method: request.method,
      headers: forwarded(request.headers),
      agent: false,
    });
    const failed = () => reject(new GuestError('unavailable', `Nothing answers on port ${port} of the sandbox.`));
    outgoing.setTimeout(CONNECT_MS, () => outgoing.destroy(new Error('no answer')));
    outgoing.on('error', failed);
    outgoing.on('response', (incoming) => {
      outgoing.setTimeout(0);
      resolve(incoming);
    });
    response.on('close', () => outgoing.destroy());
    pipeline(request, outgoing).catch(failed);
  });
  response.writeHead(answer.statusCode ?? 502, forwarded(answer.headers));
  await pipeline(answer, response);
}
