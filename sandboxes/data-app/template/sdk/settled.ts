import type { Bridge } from './bridge.ts';
import { isUnfinished, onUnfinished } from './unfinished.ts';

/** A follow-up query often starts right after a result was drawn; settled means that none did. */
const QUIET_MS = 120;
/** A hidden page draws no frames. */
const NO_FRAME_MS = 500;

/** Tells the host each time the page has content, no query is under way and all is drawn. Returns how to stop. */
export function watchSettled(bridge: Bridge): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let reported = -1;
  const check = () => {
    clearTimeout(timer);
    if (bridge.queries.count().underWay > 0 || isUnfinished()) return;
    timer = setTimeout(
      () =>
        afterFrame(() => {
          const { underWay, started } = bridge.queries.count();
          if (underWay > 0 || isUnfinished() || started === reported) return;
          if (!hasContent()) return check();
          reported = started;
          bridge.reportSettled(started);
        }),
      QUIET_MS,
    );
  };
  const unsubscribe = [bridge.queries.subscribe(check), onUnfinished(check)];
  check();
  return () => {
    clearTimeout(timer);
    for (const stop of unsubscribe) stop();
  };
}

function hasContent(): boolean {
  const root = document.getElementById('root');
  return root !== null && ((root.textContent ?? '').trim() !== '' || root.querySelector('svg, canvas, img') !== null);
}

function afterFrame(then: () => void): void {
  let done = false;
  const once = () => {
    if (done) return;
    done = true;
    then();
  };
  requestAnimationFrame(() => requestAnimationFrame(once));
  setTimeout(once, NO_FRAME_MS);
}
