import { Button } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import classes from './waiting.module.css';

interface WaitingProps {
  /** What is waited for, e.g. "Loading your apps". */
  label: string;
  /** The way out, offered when it takes long. */
  onRetry?: (() => void) | undefined;
  /** A drawing of what is to come; by default three bars. */
  children?: ReactNode;
  slowAfterMs?: number;
}

/** A waiting state that says what it waits for and, when it takes long, offers a way out. */
export function Waiting({ label, onRetry, children, slowAfterMs = 6_000 }: WaitingProps) {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), slowAfterMs);
    return () => clearTimeout(timer);
  }, [slowAfterMs]);
  return (
    <div className={classes.root} aria-busy="true">
      <p className={slow ? classes.slow : 'gw-visually-hidden'} role="status">
        {slow ? `${label}. This takes longer than usual.` : label}
        {slow && onRetry !== undefined && (
          <Button size="compact-xs" variant="default" onClick={onRetry}>
            Try again
          </Button>
        )}
      </p>
      {children ?? (
        <div aria-hidden>
          <Bar width="38%" />
          <Bar width="72%" />
          <Bar width="56%" />
        </div>
      )}
    </div>
  );
}

/** One shimmering bar of a drawing of what is to come. */
export function Bar({ width = '100%', height = 14 }: { width?: string; height?: number }) {
  return <div className={classes.bar} style={{ width, height }} />;
}
