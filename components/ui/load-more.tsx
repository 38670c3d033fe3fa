import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import classes from './load-more.module.css';

interface LoadMoreProps {
  /** What the button says, e.g. "Show more apps". */
  label: string;
  loading: boolean;
  /** The page before could not be loaded: only a click tries again. */
  failed?: boolean;
  onLoad(): void;
}

/** The end of a list that goes on: the next page comes when it scrolls near, or by its button. */
export function LoadMore({ label, loading, failed = false, onLoad }: LoadMoreProps) {
  const end = useRef<HTMLDivElement>(null);
  const load = useRef(onLoad);
  useEffect(() => {
    load.current = onLoad;
  });
  const waits = !loading && !failed;
  useEffect(() => {
    if (!waits || end.current === null || typeof IntersectionObserver === 'undefined') return;
    const observer = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && load.current(), {
      rootMargin: '300px',
    });
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [waits]);
  return (
    <div ref={end} className={classes.root}>
      {failed && (
        <p className={classes.failed} role="alert">
          The rest could not be loaded.
        </p>
      )}
      <Button size="compact-md" variant="default" loading={loading} onClick={onLoad}>
        {failed ? 'Try again' : label}
      </Button>
    </div>
  );
}
