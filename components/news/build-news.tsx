'use client';

import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { usePathname, useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { howToTell } from '#lib/client/how-to-tell.ts';
import { keys } from '#lib/client/keys.ts';
import { holdLooking, whoIsLooking } from '#lib/client/looking.ts';
import { listenToMyBuilds } from '#lib/client/my-builds-channel.ts';
import type { MyBuildsNews } from '#lib/client/my-builds-stream.ts';
import { countInTitle, keepTitle } from '#lib/client/page-title.ts';
import { appPath } from '#lib/client/paths.ts';
import { useMe } from '#lib/client/use-me.ts';
import { mayNotify } from '#lib/client/use-notifications.ts';
import { useUnreadCount } from '#lib/client/use-unread.ts';
import { useVisible } from '#lib/client/use-visible.ts';
import type { EndedBuild } from '#lib/contracts/ended-build.ts';
import classes from './build-news.module.css';

const TOAST_MS = 12_000;

const appOf = (pathname: string): string | null => /^\/apps\/([^/]+)/.exec(pathname)?.[1] ?? null;

/** Hears of the ends of the person's builds, wherever they are in the product: fresh lists, a toast or a notification, the title. */
export function BuildNews() {
  const me = useMe();
  const userId = me.data?.id;
  const client = useQueryClient();
  const router = useRouter();
  const visible = useVisible();
  const appId = appOf(usePathname());
  const unread = useUnreadCount();
  const here = useRef({ visible, appId });
  useEffect(() => {
    here.current = { visible, appId };
  });

  useEffect(() => (visible ? holdLooking(appId) : undefined), [visible, appId]);
  useEffect(() => keepTitle(), []);
  useEffect(() => countInTitle(unread), [unread]);

  useEffect(() => {
    if (userId === undefined) return;
    return listenToMyBuilds(userId, (news) => {
      if (news.kind === 'hello') return;
      const changed = appOfNews(news);
      if (changed !== null) void client.invalidateQueries({ queryKey: keys.app(changed), exact: true });
      const refresh = () => {
        void client.invalidateQueries({ queryKey: keys.appLists });
        void client.invalidateQueries({ queryKey: keys.unread });
      };
      if (news.kind === 'changed') refresh();
      else void tell(news.build, here.current, refresh, (path) => router.push(path));
    });
  }, [userId, client, router]);
  return null;
}

const appOfNews = (news: Exclude<MyBuildsNews, { kind: 'hello' }>) => (news.kind === 'ended' ? news.build.appId : news.change.appId);

async function tell(
  build: EndedBuild,
  here: { visible: boolean; appId: string | null },
  refresh: () => void,
  go: (path: string) => void,
): Promise<void> {
  const { somebody, atApp } = await whoIsLooking(build.appId);
  const looksAtApp = atApp || (here.visible && here.appId === build.appId);
  // What is watched counts as seen in a moment, and that is announced too: nothing flashes up as unread in between.
  if (!looksAtApp) refresh();
  const how = howToTell({ visible: here.visible, somebodyLooks: somebody || here.visible, looksAtApp, mayNotify: mayNotify() });
  if (how === 'toast') showToast(build);
  if (how === 'notification') showNotification(build, go);
}

const TITLES: Record<EndedBuild['status'], (name: string) => string> = {
  succeeded: (name) => `“${name}” is ready`,
  failed: (name) => `The build of “${name}” failed`,
  cancelled: (name) => `The build of “${name}” was cancelled`,
};

function textOf({ status, versionNumber, message }: EndedBuild): string {
  if (status === 'succeeded') return versionNumber === null ? 'Nothing had to be changed.' : `Version ${versionNumber} can be opened.`;
  return message ?? 'Nothing of the versions before is lost.';
}

function showToast(build: EndedBuild): void {
  notifications.show({
    id: build.buildId,
    title: TITLES[build.status](build.appName),
    message: (
      <>
        <span className={classes.text}>{textOf(build)}</span>
        <Link href={appPath(build.appId)} className={classes.link} onClick={() => notifications.hide(build.buildId)}>
          Open the app
        </Link>
      </>
    ),
    color: build.status === 'failed' ? 'red' : 'glass',
    autoClose: TOAST_MS,
  });
}

/**
 * Windows that are all hidden say the same under one tag: the browser shows it once. Browsers of phones let a page ask
 * for notifications and yet show none.
 */
function showNotification(build: EndedBuild, go: (path: string) => void): void {
  try {
    const shown = new Notification(TITLES[build.status](build.appName), { body: textOf(build), tag: build.buildId, icon: '/icon.svg' });
    shown.onclick = () => {
      window.focus();
      shown.close();
      go(appPath(build.appId));
    };
  } catch (refused) {
    console.warn('The browser shows no notification.', refused);
  }
}
