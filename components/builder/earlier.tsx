import { Button } from '@mantine/core';
import classes from './earlier.module.css';

export interface EarlierProps {
  /** There are older turns that were not loaded. */
  more: boolean;
  loading: boolean;
  error: Error | null;
  onMore(): void;
}

/** What stands above the first turn that is loaded. It is equally high whatever it says. */
export function Earlier({ more, loading, error, onMore }: EarlierProps) {
  if (!more) return <p className={classes.root}>The conversation begins here</p>;
  if (loading) {
    return (
      <p className={classes.root} role="status">
        Loading earlier prompts…
      </p>
    );
  }
  return (
    <p className={classes.root}>
      {error !== null && <span role="alert">Earlier prompts could not be loaded.</span>}
      <Button size="compact-xs" variant="subtle" onClick={onMore}>
        {error === null ? 'Show earlier prompts' : 'Try again'}
      </Button>
    </p>
  );
}
