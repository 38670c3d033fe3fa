import { webOrigin } from '#lib/env.ts';
import { AppError } from '#lib/errors.ts';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * A login cookie travels with requests that other sites make. A change is taken only when the browser says that it
 * comes from our own pages.
 */
export function assertSameOrigin(request: Request): void {
  if (SAFE_METHODS.has(request.method)) return;
  const site = request.headers.get('sec-fetch-site');
  if (site === 'same-origin') return;
  const origin = request.headers.get('origin');
  if (site === null && origin === null) return; // not a browser
  if (origin === webOrigin() || origin === new URL(request.url).origin) return;
  throw new AppError('forbidden', `This request comes from another site (${origin ?? site}). Use the page at ${webOrigin()}.`);
}
