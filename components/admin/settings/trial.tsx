import { Button } from '@mantine/core';
import { IconCircleCheck, IconCircleDashed, IconCircleX } from '@tabler/icons-react';
import { Problem } from '#components/ui/problem.tsx';
import { formatDuration } from '#lib/client/format.ts';
import { useTrial } from '#lib/client/use-settings.ts';
import type { SettingsPageName, TestStep } from '#lib/contracts/settings.ts';
import type { Given } from './setting-field.tsx';
import classes from './trial.module.css';

const ICONS = { ok: IconCircleCheck, failed: IconCircleX, skipped: IconCircleDashed };
const WORDS = { ok: 'Works', failed: 'Does not work', skipped: 'Not tried' };
const NAMES: Readonly<Record<string, string>> = {
  settings: 'Settings',
  reach: 'Reach it',
  call: 'Smallest call',
  put: 'Write an object',
  get: 'Read it',
  delete: 'Delete it',
  isolation: 'Isolation',
  create: 'Make a sandbox',
  answer: 'Ask it',
  destroy: 'Destroy it',
  discovery: 'Read its description',
  issuer: 'Compare its name',
  keys: 'Read its keys',
  client: 'Name this client',
  send: 'Send a mail',
};

/** Tries the settings for real, step by step, with what is typed but not saved. */
export function Trial({ page, values }: { page: SettingsPageName; values: Readonly<Record<string, Given>> }) {
  const trial = useTrial(page);
  const changed = Object.keys(values).length > 0;
  return (
    <section className={classes.root} aria-label="Test">
      <div className={classes.head}>
        <Button variant="default" loading={trial.isPending} onClick={() => trial.mutate(values)}>
          Test
        </Button>
        <p className={classes.note}>{changed ? 'Tries what you typed, without saving it.' : 'Really tries what is in force.'}</p>
      </div>
      {trial.isError && <Problem title="The test could not be made" error={trial.error} />}
      <div role="status">
        {trial.data && (
          <>
            <p className={classes.verdict} data-ok={trial.data.ok}>
              {trial.data.ok ? 'Everything works.' : 'It does not work.'}
            </p>
            <Steps steps={trial.data.steps} />
          </>
        )}
      </div>
    </section>
  );
}

/** What was tried, with how long it took and what it said. */
export function Steps({ steps, timed = true }: { steps: readonly TestStep[]; timed?: boolean }) {
  return (
    <ol className={classes.steps}>
      {steps.map(({ name, status, ms, message }) => {
        const Icon = ICONS[status];
        return (
          <li key={name} data-status={status}>
            <Icon size={18} aria-hidden />
            <div>
              <p className={classes.name}>
                {NAMES[name] ?? name}{' '}
                <span>{status === 'skipped' || !timed ? WORDS[status] : `${WORDS[status]}, ${formatDuration(ms)}`}</span>
              </p>
              {message !== undefined && <p className={classes.message}>{message}</p>}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
