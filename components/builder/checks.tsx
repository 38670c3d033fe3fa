import { IconAlertCircle, IconCircleCheck, IconCircleDashed } from '@tabler/icons-react';
import { checkLabel } from '#lib/client/check-labels.ts';
import type { CheckLine } from '#lib/client/transcript.ts';
import classes from './checks.module.css';
import { ShowAll } from './show-all.tsx';

const ICONS = { passed: IconCircleCheck, failed: IconAlertCircle, skipped: IconCircleDashed };

/** The last word on every check of a build. Why one failed stands where it happened. */
export function Checks({ checks }: { checks: CheckLine[] }) {
  if (checks.length === 0) return null;
  return (
    <ul className={classes.root} aria-label="Checks">
      {checks.map((check) => {
        const Icon = ICONS[check.status];
        return (
          <li key={check.name} className={classes.check} data-status={check.status}>
            <Icon size={15} aria-label={check.status} />
            {checkLabel(check.name)}
          </li>
        );
      })}
    </ul>
  );
}

const LONG = 600;

interface FailedCheckProps {
  name: string;
  message: string | null;
  open: boolean;
  onToggle(): void;
}

/** A check that failed, where it happened. */
export function FailedCheck({ name, message, open, onToggle }: FailedCheckProps) {
  const long = message !== null && message.length > LONG;
  return (
    <div className={classes.failure}>
      <IconAlertCircle size={16} aria-label="failed" />
      <div className={classes.body}>
        {checkLabel(name)}
        {message !== null && <p className={classes.message}>{long && !open ? `${message.slice(0, LONG)}…` : message}</p>}
        {long && <ShowAll open={open} onToggle={onToggle} />}
      </div>
    </div>
  );
}
