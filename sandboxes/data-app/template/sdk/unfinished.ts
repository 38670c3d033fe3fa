import { useLayoutEffect } from 'react';

const listeners = new Set<() => void>();
let count = 0;

function change(by: number): void {
  count += by;
  for (const listener of listeners) listener();
}

/** Whether the page still means to draw something, though it may wait for no query. */
export const isUnfinished = (): boolean => count > 0;

export function onUnfinished(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** While `busy`, the app does not count as settled: what it draws is on its way. */
export function useUnfinished(busy: boolean): void {
  useLayoutEffect(() => {
    if (!busy) return;
    change(1);
    return () => change(-1);
  }, [busy]);
}
