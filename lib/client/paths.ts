import type { MetricQueryInput } from '#lib/contracts/query.ts';
import { encodeQuery } from './query-url.ts';

/** A path under the API from its parts; each part is escaped. */
export function apiPath(...parts: (string | number)[]): string {
  return `/api/${parts.map((part) => encodeURIComponent(part)).join('/')}`;
}

/** A path that ends in a file's own path, whose slashes stay. */
export function apiFilePath(parts: (string | number)[], file: string): string {
  return `${apiPath(...parts)}/${file.split('/').map(encodeURIComponent).join('/')}`;
}

/** One page of a list. `cursor` is null for the first; `q` searches; of `more` what is empty is left out. */
export function listPath(path: string, limit: number, cursor: string | null, q = '', more: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams({ limit: String(limit) });
  if (q !== '') query.set('q', q);
  for (const [name, value] of Object.entries(more)) if (value !== '') query.set(name, value);
  if (cursor !== null) query.set('cursor', cursor);
  return `${path}?${query}`;
}

/** The builder of an app. */
export const appPath = (appId: string): string => `/apps/${encodeURIComponent(appId)}`;

/** An app on a page of its own: the published version, or for those who may edit it another one. */
export const viewPath = (appId: string, version?: number): string =>
  `${appPath(appId)}/view${version === undefined ? '' : `?version=${version}`}`;

/**
 * The page that explores a project: with a query it opens with that query and its rows.
 * @param from the app that the query comes from: the page then leads back to it
 */
export function explorerPath(projectId: string, query?: MetricQueryInput, from: { appId?: string | undefined } = {}): string {
  const params = new URLSearchParams();
  if (query !== undefined) params.set('query', encodeQuery(query));
  if (from.appId !== undefined) params.set('app', from.appId);
  return `/projects/${encodeURIComponent(projectId)}/explore${params.size === 0 ? '' : `?${params}`}`;
}
