import { useEffect, useRef, useState } from 'react';
import type { App } from '#lib/contracts/app.ts';
import type { BuildStatus } from '#lib/contracts/build-event.ts';
import { sayInTitle } from './page-title.ts';
import { isActive } from './use-builds.ts';

const ENDED: Partial<Record<BuildStatus, string>> = { succeeded: '● Ready', failed: '● Failed', cancelled: '● Cancelled' };

/** The title of an app's window: its name, that it is being built, and how that ended until somebody looks. */
export function useAppTitle(app: Pick<App, 'name' | 'latestBuild'>, visible: boolean): void {
  const { name, latestBuild: latest } = app;
  const building = latest !== null && isActive(latest);
  const ended = latest === null ? undefined : ENDED[latest.status];
  const [news, setNews] = useState<string | null>(null);
  const wasBuilding = useRef(building);
  useEffect(() => {
    if (visible) setNews(null);
    else if (wasBuilding.current && !building) setNews(ended ?? null);
    wasBuilding.current = building;
  }, [visible, building, ended]);
  const state = building ? '◌ Building' : news;
  useEffect(() => {
    sayInTitle(state === null ? `${name} · Glassworks` : `${state} – ${name}`);
    return () => sayInTitle(null);
  }, [state, name]);
}
