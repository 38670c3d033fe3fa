import { IconCheck, IconChevronDown, IconX } from '@tabler/icons-react';
import { useId } from 'react';
import { formatDuration } from '#lib/client/format.ts';
import { stepMs } from '#lib/client/step-bar.ts';
import { STEP_LABELS } from '#lib/client/step-labels.ts';
import type { StepLine } from '#lib/client/transcript.ts';
import { StepBar } from './step-bar.tsx';
import classes from './steps.module.css';

interface StepsProps {
  steps: StepLine[];
  /** The build is still on its way. */
  running: boolean;
  /** What is said when no step is under way: "Built in 42 s". */
  summary: string;
  /** How long the build waited until a worker took it. */
  queuedMs: number;
  now: number;
  /** The list of times is shown. */
  open: boolean;
  onToggle(): void;
  /** One line below the bar: what it costs, or what it waits for. Its place is always kept. */
  children: React.ReactNode;
}

/** A build's progress as a card that is equally high while it runs and after it has ended; every time on demand. */
export function Steps({ steps, running, summary, queuedMs, now, open, onToggle, children }: StepsProps) {
  const list = useId();
  const current = running ? steps.findLast((step) => step.status === 'started') : undefined;
  return (
    <div className={classes.root} data-running={running || undefined}>
      <button type="button" className={classes.summary} aria-expanded={open} aria-controls={open ? list : undefined} onClick={onToggle}>
        <span className={classes.now}>{current === undefined ? summary : doing(current)}</span>
        {current !== undefined && <span className={classes.time}>{formatElapsed(now - Date.parse(current.startedAt))}</span>}
        <IconChevronDown size={15} className={classes.chevron} aria-hidden />
      </button>
      <div className={classes.bar}>
        <StepBar steps={steps} running={running} now={now} />
      </div>
      <div className={classes.meta}>{children}</div>
      {open && <StepList id={list} steps={steps} queuedMs={queuedMs} now={now} />}
    </div>
  );
}

const WORTH_A_WORD_MS = 500;

function StepList({ id, steps, queuedMs, now }: { id: string; steps: StepLine[]; queuedMs: number; now: number }) {
  return (
    <ol id={id} className={classes.list} aria-label="Steps">
      {queuedMs >= WORTH_A_WORD_MS && (
        <li className={classes.step}>
          <span className={classes.dot} aria-hidden />
          <span>Wait for a worker</span>
          <span className={classes.time}>{formatDuration(queuedMs)}</span>
        </li>
      )}
      {steps.map((step) => (
        <li key={step.name} className={classes.step} data-status={step.status}>
          <StepMark status={step.status} />
          <span>{STEP_LABELS[step.name].name}</span>
          {step.tries > 1 && <span className={classes.tries}>{step.tries} tries</span>}
          <span className={classes.time}>
            {step.status === 'started' ? formatElapsed(stepMs(step, now)) : formatDuration(step.ms ?? 0)}
          </span>
        </li>
      ))}
      {steps.length === 0 && queuedMs < WORTH_A_WORD_MS && <li className={classes.step}>No step has begun.</li>}
    </ol>
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
  if (status === 'past') return <span className={classes.dot} aria-hidden />;
  return <span className={classes.spark} role="img" aria-label="under way" />;
}
