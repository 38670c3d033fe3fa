/** What the windows of this browser have on the screen, as lock names that each visible one holds. */
const VISIBLE = 'glassworks:visible';
const visibleApp = (appId: string) => `${VISIBLE}:${appId}`;

/** Says to the other windows that this one is visible, and which app it shows. Returns the way to stop. */
export function holdLooking(appId: string | null): () => void {
  if (typeof navigator.locks === 'undefined') return () => undefined;
  const stop = new AbortController();
  const until = new Promise<void>((resolve) => stop.signal.addEventListener('abort', () => resolve()));
  for (const name of [VISIBLE, ...(appId === null ? [] : [visibleApp(appId)])]) {
    navigator.locks
      .request(name, { mode: 'shared', signal: stop.signal }, () => until)
      .catch((thrown: unknown) => {
        if (!stop.signal.aborted) console.warn('Other windows cannot be told that this one is visible.', thrown);
      });
  }
  return () => stop.abort();
}

/** Whether any window of this browser is visible, and whether one of them shows this app. */
export async function whoIsLooking(appId: string): Promise<{ somebody: boolean; atApp: boolean }> {
  if (typeof navigator.locks === 'undefined') return { somebody: false, atApp: false };
  const { held = [] } = await navigator.locks.query();
  const names = new Set(held.map((lock) => lock.name));
  return { somebody: names.has(VISIBLE), atApp: names.has(visibleApp(appId)) };
}
