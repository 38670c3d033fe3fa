import { useEffect, useSyncExternalStore } from 'react';
import { reportError } from './errors.ts';

type Drawings = typeof import('./components/drawings.tsx');

const listeners = new Set<() => void>();
let drawings: Drawings | 'missing' | null = null;
let loading = false;

/** Loads what draws charts, once. It is more code than all else together, so the first numbers do not wait for it. */
export function loadDrawings(): void {
  if (loading || (drawings !== null && drawings !== 'missing')) return;
  loading = true;
  import('./components/drawings.tsx').then(settle, (error: unknown) => {
    reportError(error);
    settle('missing');
  });
}

function settle(now: Drawings | 'missing'): void {
  loading = false;
  drawings = now;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What draws charts; null until it is here, `missing` when it could not be loaded. */
export function useDrawings(): Drawings | 'missing' | null {
  useEffect(loadDrawings, []);
  return useSyncExternalStore(subscribe, () => drawings);
}
