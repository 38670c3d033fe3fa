import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { env, webOrigin } from '#lib/env.ts';
import { AppError } from '#lib/errors.ts';
import { log } from '#lib/log.ts';
import { listOf } from '#lib/settings/list-of.ts';
import type { ObjectStore } from '#lib/storage/contract.ts';
import { bundleKey, pathProblem } from '#lib/storage/keys.ts';
import { type AppOrigins, appOrigins } from './app-origins.ts';
import { appHeaders } from './csp.ts';
import { noticePage } from './notice.ts';
import { type CachedFile, serveFile } from './serve-file.ts';
import { BytesCache } from './text-cache.ts';
import { verifyPreviewToken } from './token.ts';

export interface AppsServerOptions {
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  readonly store: ObjectStore;
  /** Where apps run, and who may show them; by default as the environment says. */
  readonly apps?: AppOrigins;
  readonly web?: string;
}

export interface AppsServer {
  readonly port: number;
  close(): Promise<void>;
}

const CACHE_BYTES = 64 * 1024 * 1024;
const REQUEST_MS = 30_000;
const ADDRESS = /^\/p\/([^/]+)\/(.*)$/;

const PLAIN: ReadonlyMap<string, { readonly type: string; readonly body: string }> = new Map([
  ['/health', { type: 'application/json', body: '{"ok":true}' }],
  ['/robots.txt', { type: 'text/plain; charset=utf-8', body: 'User-agent: *\nDisallow: /\n' }],
]);

/** The token stands in the path, so no shared cache may keep the answer. */
const FOREVER = 'private, max-age=31536000, immutable';

interface Context {
  readonly store: ObjectStore;
  readonly apps: AppOrigins;
  readonly web: string;
  readonly cache: BytesCache<CachedFile>;
}

/** Answers with a small page; its policy allows its own style and nothing else. */
function notice(response: ServerResponse, web: string, status: number, title: string, text: string): void {
  const body = noticePage(title, text);
  response.writeHead(status, {
    ...appHeaders({ apps: `'none'`, web }),
    'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; frame-ancestors ${web}; sandbox`,
    'content-type': 'text/html; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
  });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}

const notFound = (response: ServerResponse, web: string): void =>
  notice(response, web, 404, 'Nothing here', 'This address leads to no app. Open the app again from its page.');

/** The path below the token, decoded; null when it cannot be one. */
function pathOf(raw: string): string | null {
  try {
    const path = decodeURIComponent(raw) || 'index.html';
    return pathProblem(path) === null ? path : null;
  } catch {
    return null; // not valid percent-encoding
  }
}

/** The few addresses that belong to no app. True when it was one of them. */
function answeredPlainly(request: IncomingMessage, response: ServerResponse, address: string): boolean {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD', 'content-length': 0 }).end();
    return true;
  }
  const page = PLAIN.get(address);
  if (page === undefined) return false;
  response.writeHead(200, { 'content-type': page.type, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  response.end(request.method === 'HEAD' ? undefined : page.body);
  return true;
}

/** Where each app has a host of its own, a token opens nothing on the host of another. */
function isOwnHost({ apps }: Context, appId: string, host: string | undefined): boolean {
  if (!apps.separate) return true;
  const asked = `http://${host ?? ''}`;
  return URL.canParse(asked) && new URL(asked).hostname === new URL(apps.of(appId)).hostname;
}

async function answer(request: IncomingMessage, response: ServerResponse, context: Context): Promise<void> {
  const { store, cache, web } = context;
  const [address = ''] = (request.url ?? '').split('?');
  if (answeredPlainly(request, response, address)) return;
  const [, token = '', rest = ''] = ADDRESS.exec(address) ?? [];
  const verdict = verifyPreviewToken(token);
  if (verdict.status === 'invalid' || !isOwnHost(context, verdict.claims.appId, request.headers.host)) return notFound(response, web);
  if (verdict.status === 'expired') {
    return notice(response, web, 410, 'This preview has expired', 'Reload the page around it to open the app again.');
  }
  const path = pathOf(rest);
  if (path === null) return notFound(response, web);
  const origin = context.apps.of(verdict.claims.appId);
  const headers = {
    ...appHeaders({ apps: origin, web, embedders: listOf(env().GLASSWORKS_EMBED_ORIGINS) }, `${origin}/p/${token}/`),
    'cache-control': FOREVER,
  };
  const key = bundleKey(verdict.claims.bundlePrefix, path);
  if (!(await serveFile({ request, response, store, cache, key, headers }))) notFound(response, web);
}

function failed(error: unknown, response: ServerResponse, web: string): void {
  // The viewer went away while the file was on its way.
  if (response.destroyed) return;
  log.error({ err: error }, 'a file of an app could not be served');
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const status = error instanceof AppError ? error.status : 500;
  notice(response, web, status, 'The app cannot be loaded now', 'Its files could not be read. Try again in a moment.');
}

/**
 * The apps origin: serves the files of versions under `/p/<preview token>/<path>`, each with the policy that locks the
 * app in. Knows no users and no data; what lets one in is the token.
 */
export async function startAppsServer({
  host,
  port,
  store,
  apps = appOrigins(),
  web = webOrigin(),
}: AppsServerOptions): Promise<AppsServer> {
  const context = { store, apps, web, cache: new BytesCache<CachedFile>(CACHE_BYTES) };
  const server = createServer({ requestTimeout: REQUEST_MS }, (request, response) => {
    answer(request, response, context).catch((error: unknown) => failed(error, response, web));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  server.on('error', (error) => log.error({ err: error }, 'the apps server has a problem'));
  return { port: (server.address() as AddressInfo).port, close: () => stop(server) };
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    server.closeAllConnections();
  });
}
