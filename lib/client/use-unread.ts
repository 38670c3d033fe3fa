import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { z } from 'zod';
import type { App } from '#lib/contracts/app.ts';
import { UnreadCount } from '#lib/contracts/ended-build.ts';
import { api } from './api.ts';
import { keys } from './keys.ts';
import { apiPath } from './paths.ts';
import { isActive } from './use-builds.ts';

/** How many apps have news; 100 means that or more. */
export function useUnreadCount(): number {
  const query = useQuery({
    queryKey: keys.unread,
    queryFn: ({ signal }) => api(UnreadCount, '/api/me/unread', { signal }),
    staleTime: 30_000,
  });
  return query.data?.count ?? 0;
}

/** Marks every app as read. */
export function useMarkAllRead() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api(z.unknown(), '/api/me/unread', { method: 'DELETE' }),
    onSettled: () =>
      Promise.all([client.invalidateQueries({ queryKey: keys.appLists }), client.invalidateQueries({ queryKey: keys.unread })]),
  });
}

/** So long after it came into sight an app counts as seen; meanwhile its own requests have the way free. */
const A_LOOK_MS = 1_000;

/** Counts an app as seen while its page is on the screen: when it is opened, and after each end that was watched. */
export function useMarkSeen(app: App, visible: boolean): void {
  const client = useQueryClient();
  const { mutate } = useMutation({
    mutationFn: () => api(z.unknown(), apiPath('apps', app.id, 'seen'), { method: 'POST' }),
    onSuccess: () => {
      client.setQueryData<App>(keys.app(app.id), (known) => known && { ...known, unread: false });
      return Promise.all([client.invalidateQueries({ queryKey: keys.appLists }), client.invalidateQueries({ queryKey: keys.unread })]);
    },
  });
  const { latestBuild: latest, publishedVersion, headVersion } = app;
  const shown = latest !== null && isActive(latest) ? null : `${app.id} ${latest?.id} ${latest?.status} ${publishedVersion} ${headVersion}`;
  const marked = useRef<string | null>(null);
  const opened = useRef(false);
  useEffect(() => {
    if (!visible) return;
    const news = app.unread || !opened.current || (shown !== null && shown !== marked.current);
    if (!news) return;
    const timer = setTimeout(() => {
      opened.current = true;
      marked.current = shown;
      mutate();
    }, A_LOOK_MS);
    return () => clearTimeout(timer);
  }, [visible, app.unread, shown, mutate]);
}
