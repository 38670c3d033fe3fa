/** Where the web server notes the path that was asked for; whatever a client sends under this name is overwritten. */
export const PATH_HEADER = 'x-glassworks-path';

const SITE = 'http://site.invalid';

/**
 * Where to go after signing in: only a path of this site, read as a browser reads it (which skips tabs and takes a
 * backslash for a slash). Anything else would send people who just signed in elsewhere.
 */
export function safeNext(next: unknown): string {
  if (typeof next !== 'string' || !next.startsWith('/') || !URL.canParse(next, SITE)) return '/';
  const url = new URL(next, SITE);
  // Next.js marks its own fetches of a page: a person must not land on one.
  if (url.searchParams.has('_rsc')) url.searchParams.delete('_rsc');
  if (url.origin !== SITE || url.pathname.startsWith('//') || /^\/(?:sign-in|api)(?:\/|$)/.test(url.pathname)) return '/';
  return url.pathname + url.search + url.hash;
}

/** The sign-in page, from which the way leads back to `path`. */
export function signInPath(path: unknown): string {
  const next = safeNext(path);
  return next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`;
}
