const PAUSE_MS = 2_000;
const WINDOW_MS = 60_000;
const MAX_IN_WINDOW = 5;

/** Whether a file that an app hands over is saved at once, or the viewer is asked first. */
export interface DownloadGate {
  /** `gesture` is whether the viewer has just clicked or typed. Says `save` once for a gesture, and not often. */
  next(gesture: boolean): 'save' | 'ask';
}

/** An app may save what the viewer has just asked it for; an app that saves more than that needs the viewer's word. */
export function createDownloadGate(clock: () => number): DownloadGate {
  let saved: number[] = [];
  return {
    next(gesture) {
      const now = clock();
      saved = saved.filter((at) => now - at < WINDOW_MS);
      const last = saved.at(-1);
      if (!gesture || saved.length >= MAX_IN_WINDOW || (last !== undefined && now - last < PAUSE_MS)) return 'ask';
      saved.push(now);
      return 'save';
    },
  };
}
