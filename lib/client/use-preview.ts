import { useQuery } from '@tanstack/react-query';
import { PreviewToken } from '#lib/contracts/app.ts';
import { api } from './api.ts';
import { keys } from './keys.ts';
import { apiPath } from './paths.ts';

/** The address at which a version opens. It is asked for once a version; `refetch` makes a fresh one. */
export function usePreviewToken(appId: string, version: number) {
  return useQuery({
    queryKey: keys.previewToken(appId, version),
    queryFn: ({ signal }) => api(PreviewToken, apiPath('apps', appId, 'versions', version, 'preview-token'), { method: 'POST', signal }),
    // A new address would reload the frame under the person's hands: only `refetch` makes one.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
}

/** The iframe address: the app learns the host's origin from the fragment, which never travels to a server. */
export function previewAddress(url: string, hostOrigin: string): string {
  const address = new URL(url, hostOrigin);
  address.hash = `host=${hostOrigin}`;
  return address.href;
}
