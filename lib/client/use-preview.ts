import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type App, PreviewToken } from '#lib/contracts/app.ts';
import { api } from './api.ts';
import { keys } from './keys.ts';
import { apiPath } from './paths.ts';

/** An address that was asked for ahead of time is kept this long; it is good for an hour. */
const KEPT_MS = 5 * 60_000;
const MIN_LEFT_MS = 10 * 60_000;

const tokenQuery = (appId: string, version: number) => ({
  queryKey: keys.previewToken(appId, version),
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    api(PreviewToken, apiPath('apps', appId, 'versions', version, 'preview-token'), { method: 'POST', signal }),
  // A new address would reload the frame under the person's hands: only `refetch` makes one.
  staleTime: Number.POSITIVE_INFINITY,
});

/** The address at which a version opens. It is asked for once a version, or was ahead of time; `refetch` makes a fresh one. */
export function usePreviewToken(appId: string, version: number) {
  const client = useQueryClient();
  useState(() => forgetOld(client, appId, version));
  return useQuery({ ...tokenQuery(appId, version), gcTime: 0 });
}

function forgetOld(client: QueryClient, appId: string, version: number): void {
  const held = client.getQueryData<PreviewToken>(keys.previewToken(appId, version));
  if (held !== undefined && Date.parse(held.expiresAt) < Date.now() + MIN_LEFT_MS) forgetAddress(client, appId, version);
}

/** Lets go of the address of a version, so that the next frame asks for a new one: the one before may have expired. */
export const forgetAddress = (client: QueryClient, appId: string, version: number): void =>
  client.removeQueries({ queryKey: keys.previewToken(appId, version), exact: true });

/** Prepares an app that is about to be opened: what the list knows of it, and the address of its newest version. */
export function preparePreview(client: QueryClient, app: App): void {
  const key = keys.app(app.id);
  // Shown at once, and read again at once: a list may be older than its app.
  if (client.getQueryData(key) === undefined) client.setQueryData(key, app, { updatedAt: 1 });
  const version = app.can.edit ? app.headVersion : app.publishedVersion;
  if (version !== null) void client.prefetchQuery({ ...tokenQuery(app.id, version), gcTime: KEPT_MS });
}

/** The iframe address: the app learns the host's origin from the fragment, which never travels to a server. */
export function previewAddress(url: string, hostOrigin: string): string {
  const address = new URL(url, hostOrigin);
  address.hash = `host=${hostOrigin}`;
  return address.href;
}
