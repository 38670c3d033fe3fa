import { useCallback, useEffect, useRef, useState } from 'react';

const NEAR_PX = 48;

/** Keeps a scrolling region at its end while its content grows, unless the person has scrolled away. */
export function useStickToEnd() {
  const scroller = useRef<HTMLElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const stick = useRef(true);
  const [atEnd, setAtEnd] = useState(true);

  const toEnd = useCallback(() => {
    stick.current = true;
    setAtEnd(true);
    scroller.current?.scrollTo?.({ top: scroller.current.scrollHeight });
  }, []);

  useEffect(() => {
    const region = scroller.current;
    const inner = content.current;
    if (region === null || inner === null) return;
    let top = region.scrollTop;
    const onScroll = () => {
      // Only a move upwards is a wish to stay: a scroll event may also come late, after more has grown below.
      const near = region.scrollHeight - region.scrollTop - region.clientHeight < NEAR_PX;
      if (near) stick.current = true;
      else if (region.scrollTop < top) stick.current = false;
      top = region.scrollTop;
      setAtEnd(stick.current);
    };
    const grown = new ResizeObserver(() => {
      if (stick.current) region.scrollTop = region.scrollHeight;
    });
    region.addEventListener('scroll', onScroll, { passive: true });
    grown.observe(inner);
    grown.observe(region);
    return () => {
      region.removeEventListener('scroll', onScroll);
      grown.disconnect();
    };
  }, []);

  return { scroller, content, atEnd, toEnd };
}
