import type { Page } from '@playwright/test';

interface Watch {
  /** When these words came into sight, in milliseconds since the navigation; 0 before. */
  endSeenMs: number;
  /** When the page first asked the server for data. */
  askedMs: number;
  /** The sum of all layout shifts that no input caused: stricter than the browser's own cumulative figure. */
  cls: number;
  /** What moved, and by how much: "0.0312 div.row 10,200 → 10,260". */
  shifts: string[];
  lcpMs: number;
  /** The slowest interaction: from the input to the next frame. */
  inpMs: number;
  /** Compressed bytes of all scripts that the page has loaded. */
  scriptBytes: number;
}

type Watched = Window & { glassworksWatch?: { seen: number; cls: number; shifts: string[]; lcp: number; inp: number } };

/** From now on, every page that this tab opens measures itself. */
export async function installWatch(page: Page, words: string): Promise<void> {
  await page.addInitScript((wanted) => {
    const state = { seen: 0, cls: 0, shifts: [] as string[], lcp: 0, inp: 0 };
    (window as Watched).glassworksWatch = state;
    type Moved = { node?: Node | null; previousRect: DOMRect; currentRect: DOMRect };
    type Entry = PerformanceEntry & { value?: number; hadRecentInput?: boolean; interactionId?: number; sources?: Moved[] };
    const place = ({ x, y, width, height }: DOMRect) => [x, y, width, height].map(Math.round).join(',');
    const nameOf = (node?: Node | null) =>
      node instanceof Element
        ? `${node.localName}.${node.className} "${node.textContent?.slice(0, 30)}"`
        : `"${node?.textContent?.slice(0, 30)}"`;
    const watch = (type: string, take: (entry: Entry) => void, more: object = {}) =>
      new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true, ...more });
    watch('layout-shift', ({ value = 0, hadRecentInput, sources = [], startTime }) => {
      if (hadRecentInput) return;
      state.cls += value;
      const moved = sources.map(({ node, previousRect, currentRect }) => `${nameOf(node)} ${place(previousRect)} → ${place(currentRect)}`);
      state.shifts.push(`${value.toFixed(4)} at ${Math.round(startTime)} ms: ${moved.join('; ')}`);
    });
    watch('largest-contentful-paint', ({ startTime }) => {
      state.lcp = startTime;
    });
    watch(
      'event',
      ({ duration, interactionId }) => {
        if (interactionId) state.inp = Math.max(state.inp, duration);
      },
      { durationThreshold: 16 },
    );
    const look = () => {
      if (state.seen > 0) return;
      const found = [...document.querySelectorAll('p')].find((one) => one.textContent?.includes(wanted));
      const box = found?.getBoundingClientRect();
      if (box === undefined || box.height === 0 || box.top > window.innerHeight || box.bottom < 0) return void requestAnimationFrame(look);
      state.seen = performance.now();
    };
    requestAnimationFrame(look);
  }, words);
}

/** What the page has measured so far. */
export function readWatch(page: Page): Promise<Watch> {
  return page.evaluate(() => {
    const state = (window as Watched).glassworksWatch ?? { seen: 0, cls: 0, shifts: [] as string[], lcp: 0, inp: 0 };
    const resources = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
    const asked = resources.filter(({ name }) => new URL(name).pathname.startsWith('/api/')).map(({ startTime }) => startTime);
    const scripts = resources.filter(({ name }) => new URL(name).pathname.endsWith('.js'));
    return {
      endSeenMs: state.seen,
      askedMs: Math.min(...asked),
      cls: state.cls,
      shifts: state.shifts,
      lcpMs: state.lcp,
      inpMs: state.inp,
      scriptBytes: scripts.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
    };
  });
}
