import { Button } from '@mantine/core';
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { ApiError } from '#lib/client/api.ts';
import classes from './problem.module.css';

interface ProblemProps {
  /** What could not be done, e.g. "The apps could not be loaded". */
  title: string;
  error: Error;
  onRetry?: (() => void) | undefined;
  retrying?: boolean;
  children?: ReactNode;
}

/** An error as a person needs it: what failed, why, what to do, and the number to quote. */
export function Problem({ title, error, onRetry, retrying = false, children }: ProblemProps) {
  const requestId = error instanceof ApiError ? error.requestId : null;
  const message =
    error instanceof ApiError ? error.message : 'Something on this page broke. Reload it; if it happens again, tell your admin.';
  return (
    <div className={classes.root} role="alert">
      <IconAlertTriangle className={classes.icon} size={20} aria-hidden />
      <div className={classes.body}>
        <p className={classes.title}>{title}</p>
        <p className={classes.message}>{message}</p>
        {requestId !== null && (
          <p className={classes.request}>
            Request <code>{requestId}</code>
          </p>
        )}
        {(onRetry !== undefined || children !== undefined) && (
          <div className={classes.actions}>
            {onRetry !== undefined && (
              <Button size="compact-sm" variant="default" leftSection={<IconRefresh size={14} />} onClick={onRetry} loading={retrying}>
                Try again
              </Button>
            )}
            {children}
          </div>
        )}
      </div>
    </div>
  );
}
