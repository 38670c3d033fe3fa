import { Button } from '@mantine/core';
import { IconAlertTriangle, IconCoin, IconDownload, IconPencil, IconPlayerStop } from '@tabler/icons-react';
import Link from 'next/link';
import classes from './ended.module.css';

interface EndedProps {
  status: 'failed' | 'cancelled';
  /** A budget stopped it: nothing is broken. */
  overBudget?: boolean;
  /** Where this person can raise it; absent for people who may not. */
  budgets?: string | undefined;
  /** Why it ended, in words for a person. */
  reason: string | null;
  /** What became of the work, as the build's log says. */
  draft: string | null;
  /** Puts the prompt back into the composer; absent for people who may not edit. */
  onAgain?: (() => void) | undefined;
  /** Where all that is known of it is; for failures only. */
  diagnostics?: string | undefined;
}

/** A build that made no version: why, what is kept, and the way on. */
export function Ended({ status, overBudget = false, budgets, reason, draft, onAgain, diagnostics }: EndedProps) {
  const failed = status === 'failed';
  const Icon = overBudget ? IconCoin : failed ? IconAlertTriangle : IconPlayerStop;
  const offered = failed && !overBudget ? diagnostics : undefined;
  return (
    <section
      className={classes.root}
      data-status={overBudget ? 'cancelled' : status}
      aria-label={failed ? 'The build failed' : 'The build was cancelled'}
    >
      <Icon className={classes.icon} size={19} aria-hidden />
      <div className={classes.body}>
        <p className={classes.title}>{overBudget ? 'The budget is used up' : failed ? 'The build failed' : 'The build was cancelled'}</p>
        {reason !== null && <p className={classes.reason}>{reason}</p>}
        <p className={classes.kept}>No version was made, and none was changed. {draft}</p>
        <div className={classes.actions}>
          {onAgain !== undefined && (
            <Button size="compact-sm" variant="default" leftSection={<IconPencil size={14} />} onClick={onAgain}>
              Edit the prompt and try again
            </Button>
          )}
          {budgets !== undefined && (
            <Button component={Link} href={budgets} size="compact-sm" variant="light" leftSection={<IconCoin size={14} />}>
              Open the budgets
            </Button>
          )}
          {offered !== undefined && (
            <Button component="a" href={offered} download size="compact-sm" variant="subtle" leftSection={<IconDownload size={14} />}>
              Download diagnostics
            </Button>
          )}
        </div>
        {offered !== undefined && (
          <p className={classes.hint}>
            If it fails again, send the file to whoever runs this Glassworks. Keys and passwords are taken out; your prompt is in it.
          </p>
        )}
      </div>
    </section>
  );
}
