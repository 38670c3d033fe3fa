import { Button } from '@mantine/core';
import { IconAlertTriangle, IconDownload, IconPencil, IconPlayerStop } from '@tabler/icons-react';
import classes from './ended.module.css';

interface EndedProps {
  status: 'failed' | 'cancelled';
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
export function Ended({ status, reason, draft, onAgain, diagnostics }: EndedProps) {
  const failed = status === 'failed';
  const Icon = failed ? IconAlertTriangle : IconPlayerStop;
  return (
    <section className={classes.root} data-status={status} aria-label={failed ? 'The build failed' : 'The build was cancelled'}>
      <Icon className={classes.icon} size={19} aria-hidden />
      <div className={classes.body}>
        <p className={classes.title}>{failed ? 'The build failed' : 'The build was cancelled'}</p>
        {reason !== null && <p className={classes.reason}>{reason}</p>}
        <p className={classes.kept}>No version was made, and none was changed. {draft}</p>
        <div className={classes.actions}>
          {onAgain !== undefined && (
            <Button size="compact-sm" variant="default" leftSection={<IconPencil size={14} />} onClick={onAgain}>
              Edit the prompt and try again
            </Button>
          )}
          {failed && diagnostics !== undefined && (
            <Button component="a" href={diagnostics} download size="compact-sm" variant="subtle" leftSection={<IconDownload size={14} />}>
              Download diagnostics
            </Button>
          )}
        </div>
        {failed && diagnostics !== undefined && (
          <p className={classes.hint}>
            If it fails again, send the file to whoever runs this Glassworks. Keys and passwords are taken out; your prompt is in it.
          </p>
        )}
      </div>
    </section>
  );
}
