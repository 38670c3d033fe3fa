import { IconCircleCheck, IconCircleDashed, IconCircleX } from '@tabler/icons-react';
import { formatDuration } from '#lib/client/format.ts';
import type { ProjectTest } from '#lib/contracts/project.ts';
import classes from './test-result.module.css';

const ICONS = { ok: IconCircleCheck, failed: IconCircleX, skipped: IconCircleDashed };

const NAMES: Readonly<Record<string, string>> = { files: 'Files', model: 'Models', warehouse: 'Warehouse' };
const WORDS = { ok: 'works', failed: 'failed', skipped: 'not tried' };

/** What was tried, step by step. */
export function TestResult({ test }: { test: ProjectTest }) {
  return (
    <ol className={classes.list} aria-label={test.ok ? 'Everything works' : 'Something does not work'}>
      {test.steps.map((step) => {
        const Icon = ICONS[step.status];
        return (
          <li key={step.name} className={classes.step} data-status={step.status}>
            <Icon size={17} aria-label={WORDS[step.status]} />
            <span className={classes.name}>
              {NAMES[step.name] ?? step.name}
              {step.message !== undefined && <span className={classes.message}>{step.message}</span>}
            </span>
            <span className={classes.ms}>{step.status === 'skipped' ? 'not tried' : formatDuration(step.ms)}</span>
          </li>
        );
      })}
    </ol>
  );
}
