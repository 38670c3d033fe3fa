import type { BuildStatus } from '#lib/contracts/build-event.ts';
import classes from './state-dot.module.css';

const LABELS: Record<BuildStatus, string> = {
  queued: 'Waiting to build',
  running: 'Building',
  succeeded: 'Ready',
  failed: 'Build failed',
  cancelled: 'Cancelled',
};

/** The state of a build as a coloured dot and a word, never by colour alone. */
export function StateDot({ status }: { status: BuildStatus }) {
  return (
    <span className={classes.root} data-status={status}>
      <span className={classes.dot} aria-hidden />
      {LABELS[status]}
    </span>
  );
}
