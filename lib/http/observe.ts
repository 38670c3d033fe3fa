import { log } from '#lib/log.ts';
import { addLogFields, withLogFields } from '#lib/log-context.ts';
import { observeMs } from '#lib/metrics/meter.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { traced } from '#lib/trace/trace.ts';
import { addressOf } from './client-address.ts';

type Params = Readonly<Record<string, string | string[]>>;

/** Names of parameters whose values are ids that log lines carry. */
const IDS = ['appId', 'buildId', 'projectId'] as const;

/** `/api/apps/app_1/builds` with `{appId: 'app_1'}` is `/api/apps/{appId}/builds`. */
export function patternOf(pathname: string, params: Params): string {
  const names = Object.entries(params);
  const parts = pathname.split('/').map(decoded);
  for (const [name, value] of names) {
    if (Array.isArray(value)) {
      const at = parts.length - value.length;
      if (value.length > 0 && value.every((part, index) => parts[at + index] === part)) parts.splice(at, value.length, `{${name}}`);
      continue;
    }
    // The first two are "" and "api"; an id never stands before the name of its kind.
    const at = parts.indexOf(value, 2);
    if (at > 0) parts[at] = `{${name}}`;
  }
  return parts.join('/');
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // a lone "%": Next refuses such an address before it comes here
  }
}

/**
 * One line, one span and one measurement for a request that goes through the door, and its id on the answer.
 * @param answer never throws: errors are answers
 */
export function observed(request: Request, params: Params, requestId: string, answer: () => Promise<Response>): Promise<Response> {
  const { method } = request;
  const route = patternOf(new URL(request.url).pathname, params);
  const ids = Object.fromEntries(IDS.flatMap((name) => (typeof params[name] === 'string' ? [[name, params[name].slice(0, 64)]] : [])));
  const facts = { 'http.request.method': method, 'http.route': route } as const;
  return withLogFields({ requestId, ...addressOf(request), ...ids }, () =>
    traced(`${method} ${route}`, { kind: 'server', parent: null, facts }, async (span) => {
      const started = performance.now();
      const response = await answer();
      const ms = performance.now() - started;
      const { status } = response;
      if (!response.headers.has('X-Request-Id')) response.headers.set('X-Request-Id', requestId);
      span.add({ 'http.response.status_code': status });
      if (status >= 500) span.fail(String(status));
      observeMs('glassworks_http_request_seconds', { method, route, status }, ms);
      log.info({ method, route, status, ms: Math.round(ms * 10) / 10 }, 'request');
      return response;
    }),
  );
}

/** Who asks is known from here on. */
export const noteActor = ({ userId, kind }: Actor): void => addLogFields({ userId, actorKind: kind });
