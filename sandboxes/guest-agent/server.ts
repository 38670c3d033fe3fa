import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { GuestConfig } from './config.ts';
import { GuestError } from './errors.ts';
import { fileRoutes } from './file-routes.ts';
import { sendError, sendJson, tokenCheck } from './http.ts';
import { Paths } from './paths.ts';
import { proxyPort } from './port-proxy.ts';
import { processRoutes } from './process-routes.ts';
import { ProcessTable } from './process-table.ts';
import { tarRoutes } from './tar-routes.ts';

const VERSION = '1';
const SPOOL_FOLDER = '/tmp';

function parseUrl(request: IncomingMessage): URL {
  const url = URL.parse(request.url ?? '/', 'http://guest');
  if (!url) throw new GuestError('invalid', 'The address of the request is malformed.');
  return url;
}

/** The guest agent's server, not yet listening. `close` ends every process. */
export function createGuestServer(config: GuestConfig): { readonly server: Server; readonly close: () => void } {
  const paths = new Paths(config.root);
  const table = new ProcessTable(SPOOL_FOLDER);
  const baseEnv = { PATH: config.path, HOME: config.home };
  const checkToken = tokenCheck(config.token);
  const processes = processRoutes(table, paths, baseEnv);
  const files = fileRoutes(paths);
  const tar = tarRoutes(paths, baseEnv);

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    checkToken(request);
    const url = parseUrl(request);
    const [version, what = '', ...rest] = url.pathname.split('/').slice(1);
    if (version !== 'v1') throw new GuestError('not_found', 'There is no such call.');
    if (what === 'health') {
      return sendJson(response, { version: VERSION, uptimeMs: Math.round(process.uptime() * 1000), processes: table.running });
    }
    if (what === 'processes') return processes(request, response, url, rest);
    if (what === 'tar') return tar(request, response, url);
    if (what === 'ports') return proxyPort(request, response, url, rest);
    return files(request, response, url, what);
  };

  const server = createServer({ keepAliveTimeout: 1_000, requestTimeout: 600_000 }, (request, response) => {
    request.on('error', () => response.destroy());
    response.on('error', () => request.destroy());
    void handle(request, response).catch((error: unknown) => sendError(request, response, error));
  });
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
    else socket.destroy();
  });
  return { server, close: () => table.killAll() };
}
