import { Button } from '@mantine/core';
import { Panel } from '#components/ui/page.tsx';
import { Problem } from '#components/ui/problem.tsx';
import { formatBytes } from '#lib/client/format.ts';
import { useSweep } from '#lib/client/use-settings.ts';
import type { SweepReport } from '#lib/contracts/live.ts';
import classes from './sweep.module.css';

const KINDS = [
  ['snapshots', 'Snapshots'],
  ['eventLogs', 'Event logs, cut down to the conversation'],
  ['bundles', 'Bundles of older versions'],
  ['leftovers', 'Files of builds without a version'],
] as const;

/** Says what is old enough to go, and deletes it. */
export function SweepPanel() {
  const sweep = useSweep();
  const report = sweep.data;
  const something = report?.dryRun === true && KINDS.some(([kind]) => report[kind].count > 0);
  return (
    <Panel
      title="Sweep"
      note="Runs every hour by itself. The newest and the published version of an app, and drafts that are nowhere else, are never deleted."
    >
      <div className={classes.actions}>
        <Button
          variant="default"
          loading={sweep.isPending && sweep.variables}
          disabled={sweep.isPending}
          onClick={() => sweep.mutate(true)}
        >
          Show what would be deleted
        </Button>
        {something && (
          <Button color="red" loading={sweep.isPending && !sweep.variables} onClick={() => sweep.mutate(false)}>
            Delete it now
          </Button>
        )}
      </div>
      {sweep.isError && <Problem title="The sweep failed" error={sweep.error} />}
      <div role="status">{report && <Report report={report} />}</div>
    </Panel>
  );
}

function Report({ report }: { report: SweepReport }) {
  const found = KINDS.filter(([kind]) => report[kind].count > 0);
  if (found.length === 0)
    return <p className={classes.none}>{report.dryRun ? 'Nothing is old enough to go.' : 'Nothing had to be deleted.'}</p>;
  return (
    <>
      <p className={classes.head}>{report.dryRun ? 'This would be deleted:' : 'This was deleted:'}</p>
      <ul className={classes.list}>
        {found.map(([kind, label]) => {
          const { count, bytes, examples } = report[kind];
          return (
            <li key={kind}>
              <strong>{label}</strong>: {count.toLocaleString('en')}, {formatBytes(bytes)}
              <span>
                {examples.join(', ')}
                {count > examples.length && ' and more'}
              </span>
            </li>
          );
        })}
      </ul>
      {report.failed > 0 && <p className={classes.failed}>{report.failed} could not be deleted; the next sweep tries again.</p>}
    </>
  );
}
