'use client';

import { InstanceStatus } from '#components/account/instance-status.tsx';
import { AdminTable, type Column } from '#components/admin/table/admin-table.tsx';
import { Page, Panel } from '#components/ui/page.tsx';
import { Problem } from '#components/ui/problem.tsx';
import { Waiting } from '#components/ui/waiting.tsx';
import { formatAgo, formatDuration } from '#lib/client/format.ts';
import { useQueue } from '#lib/client/use-settings.ts';
import type { Queue } from '#lib/contracts/live.ts';
import { BuildsPanel } from './builds-panel.tsx';
import classes from './health-page.module.css';

type Process = Queue['processes'][number];

const COLUMNS: readonly Column<Process>[] = [
  { key: 'kind', title: 'Process', cell: ({ kind }) => kind },
  { key: 'alive', title: 'State', cell: ({ alive, beatAt }) => (alive ? 'Alive' : `Silent since ${formatAgo(beatAt)}`) },
  { key: 'startedAt', title: 'Started', cell: ({ startedAt }) => <time dateTime={startedAt}>{formatAgo(startedAt)}</time> },
  { key: 'id', title: 'Id', wide: true, cell: ({ id }) => <code>{id}</code> },
];

/** How every part is doing, which processes there are, and how long the queue is. */
export function HealthPage() {
  return (
    <Page title="Health" lead="How every part of this installation is doing, asked for real.">
      <Panel title="Parts">
        <InstanceStatus />
      </Panel>
      <QueuePanels />
    </Page>
  );
}

function QueuePanels() {
  const queue = useQueue();
  if (queue.isPending) return <Waiting label="Reading the queue" onRetry={() => void queue.refetch()} />;
  if (queue.data === undefined)
    return (
      <Problem title="The queue could not be read" error={queue.error} onRetry={() => void queue.refetch()} retrying={queue.isFetching} />
    );
  const { depth, running, oldest, builds, processes } = queue.data;
  return (
    <>
      <Panel title="Queue">
        <dl className={classes.figures}>
          <Figure name="Builds waiting" value={String(depth)} />
          <Figure name="Builds running" value={String(running)} />
          <Figure name="Longest wait" value={oldest ? formatDuration(oldest.waitingMs) : 'None'} />
        </dl>
      </Panel>
      <BuildsPanel builds={builds} />
      <AdminTable label="Table of processes" columns={COLUMNS} rows={processes} rowKey={({ id }) => id} />
    </>
  );
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
