import { IconCheck, IconX } from '@tabler/icons-react';
import { formatDuration } from '#lib/client/format.ts';
import { STEP_LABELS, STEPS } from '#lib/client/step-labels.ts';
import type { StepLine } from '#lib/client/transcript.ts';
import classes from './steps.module.css';
import { useNow } from './use-now.ts';

interface StepsProps {
  steps: StepLine[];
  /** The build is still on its way. */
  running: boolean;
  /** What is said when nothing is under way: "Built in 42 s". */
  summary: string;
  /** Takes the place of the step under way, so that nothing moves. */
  note?: string | null;
}

/** The steps as one tube that fills, the step under way in words, and every time on demand. */
export function Steps({ steps, running, summary, note = null }: StepsProps) {
  const current = running ? steps.findLast((step) => step.status === 'started') : undefined;
  const now = useNow(running && current !== undefined);
  return (
    <details className={classes.root} data-running={running || undefined}>
      <summary className={classes.summary}>
        <span className={classes.tube} aria-hidden>
          {STEPS.map((name) => (
            <span key={name} className={classes.segment} data-status={steps.find((step) => step.name === name)?.status} />
          ))}
        </span>
        <span className={classes.now} role="status">
          {note ?? (current === undefined ? summary : doing(current))}
        </span>
        {current !== undefined && <span className={classes.time}>{formatElapsed(now - Date.parse(current.startedAt))}</span>}
      </summary>
      <ol className={classes.list} aria-label="Steps">
        {steps.map((step) => (
          <li key={step.name} className={classes.step} data-status={step.status}>
            <StepMark status={step.status} />
            <span>{STEP_LABELS[step.name].name}</span>
            {step.tries > 1 && <span className={classes.tries}>{step.tries} tries</span>}
            <span className={classes.time}>{step.ms === null ? 'under way' : formatDuration(step.ms)}</span>
          </li>
        ))}
      </ol>
    </details>
  );
}

const doing = (step: StepLine) => `${STEP_LABELS[step.name].doing}${step.tries > 1 ? `, try ${step.tries}` : ''}`;

/** Whole seconds: tenths would flicker. */
function formatElapsed(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

function StepMark({ status }: { status: StepLine['status'] }) {
  if (status === 'finished') return <IconCheck size={14} className={classes.good} aria-label="finished" />;
  if (status === 'failed') return <IconX size={14} className={classes.bad} aria-label="failed" />;
  return <span className={classes.spark} role="img" aria-label="under way" />;
}
