import { createToken } from '#lib/auth/api-tokens.ts';
import { ADDRESS_HEADER } from '#lib/http/client-address.ts';
import type { RouteHandler } from '#lib/http/route.ts';

interface Call {
  readonly method?: string;
  readonly token?: string;
  readonly headers?: Record<string, string>;
  readonly params?: Record<string, string>;
  readonly query?: string;
  readonly body?: unknown;
}

/** Calls a handler through the door, as the web server would. */
export async function call(
  handler: RouteHandler | undefined,
  { method = 'GET', token, headers, params = {}, query = '', body }: Call = {},
) {
  if (!handler) throw new Error('there is no such handler');
  const request = new Request(`http://localhost:3000/api/x${query}`, {
    method,
    headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), [ADDRESS_HEADER]: '198.51.100.20', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const response = await handler(request, { params: Promise.resolve(params) });
  const text = await response.text();
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    headers: response.headers,
    body: text ? JSON.parse(text) : null,
  };
}

/** A token of a person, cut to these scopes. */
export const tokenOf = async (userId: string, scopes: string[] = []): Promise<string> =>
  (await createToken(userId, { name: 'test', scopes })).token;
