import { Button } from '@mantine/core';
import { type ComponentType, type LazyExoticComponent, lazy, type ReactNode, Suspense } from 'react';
import { ApiError } from '#lib/client/api.ts';
import classes from './later.module.css';
import { Problem } from './problem.tsx';
import { Waiting } from './waiting.tsx';

const MISSING = new ApiError('offline', 'Check your connection, then reload the page. What you wrote is kept.');

/** A part of the page whose code comes when it is first shown, inside `Later`. What cannot be loaded says so in its place. */
export function lazyPart<P extends object>(load: () => Promise<ComponentType<P>>): LazyExoticComponent<ComponentType<P>> {
  return lazy(() =>
    load().then(
      (part) => ({ default: part }),
      (missing: unknown) => {
        console.warn('A part of the page could not be loaded.', missing);
        return { default: Missing };
      },
    ),
  );
}

interface LaterProps {
  /** What is waited for, e.g. "Opening the code". */
  label: string;
  children: ReactNode;
}

/** The place of a part whose code comes when it is first shown. */
export function Later({ label, children }: LaterProps) {
  return (
    <Suspense
      fallback={
        <div className={classes.root}>
          <Waiting label={label} onRetry={reload} />
        </div>
      }
    >
      {children}
    </Suspense>
  );
}

/** The server may have been updated meanwhile: the page knows the names of the old files only. */
function Missing() {
  return (
    <div className={classes.root}>
      <Problem title="This part of the page could not be loaded" error={MISSING}>
        <Button size="compact-sm" variant="default" onClick={reload}>
          Reload the page
        </Button>
      </Problem>
    </div>
  );
}

const reload = () => window.location.reload();
