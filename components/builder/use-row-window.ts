import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Row } from '#lib/client/conversation-rows.ts';

/** So many rows are simply there: what the browser finds, copies and reads aloud is then all of them. */
const ALL_BELOW = 150;
const OVERSCAN = 12;
const NEAR_END_PX = 48;
/** What was last on the screen is still there after a page. */
const PAGES: Readonly<Record<string, number>> = { PageUp: -0.9, PageDown: 0.9 };
const ESTIMATE: Record<Row['kind'], number> = {
  head: 170,
  folded: 34,
  loading: 60,
  broken: 120,
  text: 60,
  activity: 60,
  lines: 480,
  notice: 60,
  check: 90,
  tail: 110,
};

/** Exact: rows stand one below the other, and rounded heights would add up. */
function heightOf(element: Element, entry: ResizeObserverEntry | undefined): number {
  return entry?.borderBoxSize[0]?.blockSize ?? element.getBoundingClientRect().height;
}

/** The rows to draw: those in sight and some around. Follows the end while the reader is there, and stays where the reader is otherwise. */
export function useRowWindow(rows: Row[], scroller: RefObject<HTMLElement | null>, paddingStart: number) {
  const everything = useEverythingForFind();
  const all = everything || rows.length <= ALL_BELOW;
  const rangeExtractor = useCallback(
    (range: Range) => (all ? Array.from({ length: range.count }, (_, index) => index) : defaultRangeExtractor(range)),
    [all],
  );
  const [{ atEnd, nearTop }, setPlace] = useState({ atEnd: true, nearTop: false });
  const virtualizer = useVirtualizer<HTMLElement, HTMLElement>({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => ESTIMATE[rows[index]?.kind ?? 'text'],
    getItemKey: (index) => rows[index]?.key ?? index,
    measureElement: heightOf,
    rangeExtractor,
    overscan: OVERSCAN,
    paddingStart,
    // What comes in above keeps the rows in sight where they are. The end is followed below, by true heights: never by estimates.
    anchorTo: 'end',
    scrollEndThreshold: -1,
  });

  const count = rows.length;
  const following = useRef(true);
  const follow = useCallback(() => {
    const region = scroller.current;
    if (following.current && region !== null) region.scrollTop = region.scrollHeight;
  }, [scroller]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever rows come or go, the end is elsewhere
  useLayoutEffect(follow, [count, follow]);
  useLayoutEffect(() => {
    const region = scroller.current;
    if (region === null) return;
    // Its callback comes before the frame is painted: a row that grows pushes up what is above it, in that very frame.
    const observer = new ResizeObserver(follow);
    for (const box of [region, ...region.children]) observer.observe(box);
    return () => observer.disconnect();
  }, [scroller, follow]);

  useEffect(() => {
    const region = scroller.current;
    if (region === null) return;
    let top = region.scrollTop;
    const onScroll = () => {
      const near = region.scrollHeight - region.scrollTop - region.clientHeight < NEAR_END_PX;
      // Only a move upwards is a wish to stay: a scroll event may also come late, after more has grown below.
      if (near) following.current = true;
      else if (region.scrollTop < top) following.current = false;
      top = region.scrollTop;
      // One screen is left above; and never before the end was shown.
      const next = { atEnd: following.current, nearTop: !following.current && top < region.clientHeight };
      setPlace((place) => (place.atEnd === next.atEnd && place.nearTop === next.nearTop ? place : next));
    };
    region.addEventListener('scroll', onScroll, { passive: true });
    return () => region.removeEventListener('scroll', onScroll);
  }, [scroller]);

  const toEnd = useCallback(() => {
    following.current = true;
    setPlace({ atEnd: true, nearTop: false });
    follow();
  }, [follow]);

  const onKeyDown = useCallback(
    (event: KeyboardEvent<HTMLElement>) => {
      const region = event.currentTarget;
      if (event.target !== region || event.ctrlKey || event.metaKey || event.altKey) return;
      const pages = PAGES[event.key];
      if (pages === undefined && event.key !== 'Home' && event.key !== 'End') return;
      event.preventDefault();
      // At once: rows are measured on the way, and a glide that is corrected in its middle would stop there.
      if (event.key === 'End') toEnd();
      else region.scrollTo({ top: pages === undefined ? 0 : region.scrollTop + pages * region.clientHeight, behavior: 'instant' });
    },
    [toEnd],
  );

  return { virtualizer, atEnd, nearTop, toEnd, onKeyDown };
}

/** The browser's own search finds only what is in the page: from its shortcut on, everything is. */
function useEverythingForFind(): boolean {
  const [everything, setEverything] = useState(false);
  useEffect(() => {
    const onKeyDown = (event: globalThis.KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'f') setEverything(true);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
  return everything;
}
