import type { BuildEvent } from '#lib/contracts/build-event.ts';

/** A page that is not in sight draws no frames: then this stands in. */
const NO_FRAME_MS = 250;

/** Collects the events of one frame, so that a burst of them is folded and drawn once. `flush` folds what waits, now. */
export function createEventBatch(fold: (events: BuildEvent[]) => void): { add(event: BuildEvent): void; flush(): void } {
  let waiting: BuildEvent[] = [];
  let frame: number | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;

  function flush() {
    if (frame !== null) cancelAnimationFrame(frame);
    if (timer !== null) clearTimeout(timer);
    frame = null;
    timer = null;
    const events = waiting;
    waiting = [];
    if (events.length > 0) fold(events);
  }

  return {
    flush,
    add(event) {
      waiting.push(event);
      if (waiting.length > 1) return;
      frame = requestAnimationFrame(flush);
      timer = setTimeout(flush, NO_FRAME_MS);
    },
  };
}
