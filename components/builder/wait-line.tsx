import { Button } from '@mantine/core';
import type { WaitingFor } from '#lib/client/waiting-for.ts';
import classes from './wait-line.module.css';

interface WaitLineProps {
  waiting: WaitingFor;
  onReconnect(): void;
  /** Absent for people who may not stop the build. */
  onCancel?: (() => void) | undefined;
}

/** What a build waits for, and the way out. */
export function WaitLine({ waiting: { text, wayOut }, onReconnect, onCancel }: WaitLineProps) {
  const way = wayOut === 'reconnect' ? { label: 'Try now', act: onReconnect } : { label: 'Cancel the build', act: onCancel };
  return (
    <div className={classes.root}>
      <p className={classes.text} role="status" title={text}>
        {text}
      </p>
      {way.act !== undefined && (
        <Button size="compact-xs" variant="default" className={classes.way} onClick={way.act}>
          {way.label}
        </Button>
      )}
    </div>
  );
}
