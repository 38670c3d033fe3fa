import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import { ROUTE_META, type RouteHandler, type RouteMeta } from '#lib/http/route.ts';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
/** next-auth brings its own handler. */
const NEXT_AUTH = 'app/api/auth/[...nextauth]/route.ts';

export interface Route {
  /** `GET /api/apps/{appId}` */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly handler: RouteHandler;
  readonly meta: RouteMeta;
}

/** Every handler behind the door. */
export async function allRoutes(): Promise<Route[]> {
  const files = globSync('app/api/**/route.ts').filter((file) => file !== NEXT_AUTH);
  const found = await Promise.all(
    files.map(async (file) => {
      const module = (await import(resolve(file))) as Record<string, RouteHandler>;
      const path = file.slice('app'.length, -'/route.ts'.length).replace(/\[(?:\.\.\.)?(\w+)\]/g, '{$1}');
      return METHODS.flatMap((method) => {
        const handler = module[method];
        return handler ? [{ name: `${method} ${path}`, method, path, handler, meta: handler[ROUTE_META] }] : [];
      });
    }),
  );
  return found.flat();
}

export interface Call {
  readonly params?: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Calls a handler as the server would. A stream is closed at once. */
export async function call(
  { method, path, handler }: Route,
  { params = {}, headers, body }: Call,
): Promise<{ status: number; text: string }> {
  const abort = new AbortController();
  const address = path.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? 'x');
  const request = new Request(`http://localhost:3000${address}`, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: abort.signal,
  });
  const given = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, name === 'path' ? [value] : value]));
  const response = await handler(request, { params: Promise.resolve(given) });
  const stream = /event-stream|ndjson/.test(response.headers.get('content-type') ?? '');
  const text = stream ? '' : await response.text();
  if (stream) await response.body?.cancel();
  abort.abort();
  return { status: response.status, text };
}
