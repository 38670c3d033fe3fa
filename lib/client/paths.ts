/** A path under the API from its parts; each part is escaped. */
export function apiPath(...parts: (string | number)[]): string {
  return `/api/${parts.map((part) => encodeURIComponent(part)).join('/')}`;
}

/** A path that ends in a file's own path, whose slashes stay. */
export function apiFilePath(parts: (string | number)[], file: string): string {
  return `${apiPath(...parts)}/${file.split('/').map(encodeURIComponent).join('/')}`;
}

/** One page of a list. `cursor` is null for the first; `q` searches. */
export function listPath(path: string, limit: number, cursor: string | null, q = ''): string {
  const query = new URLSearchParams({ limit: String(limit) });
  if (q !== '') query.set('q', q);
  if (cursor !== null) query.set('cursor', cursor);
  return `${path}?${query}`;
}
