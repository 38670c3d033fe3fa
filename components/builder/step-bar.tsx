import { memo } from 'react';
import { formatDuration } from '#lib/client/format.ts';
import { barOf } from '#lib/client/step-bar.ts';
import { STEP_LABELS } from '#lib/client/step-labels.ts';
import type { StepLine } from '#lib/client/transcript.ts';
import classes from './step-bar.module.css';

/** Where the time of a build went, in one line: always as high and as wide. The list beside it says it in words. */
export const StepBar = memo(function StepBar({ steps, running, now }: { steps: StepLine[]; running: boolean; now: number }) {
  return (
    <svg className={classes.root} aria-hidden="true" focusable="false">
      {barOf(steps, running, now).map(({ name, status, x, width, ms }) => (
        <rect key={name} className={classes.part} data-status={status} x={`${x}%`} width={`${width}%`} height="100%" rx="2">
          <title>{ms === null ? STEP_LABELS[name].name : `${STEP_LABELS[name].name}: ${formatDuration(ms)}`}</title>
        </rect>
      ))}
    </svg>
  );
});
