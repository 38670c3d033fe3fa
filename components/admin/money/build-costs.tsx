import { Select } from '@mantine/core';
import Link from 'next/link';
import { useState } from 'react';
import { Panel } from '#components/ui/page.tsx';
import { formatDuration, formatMoment, formatUsd } from '#lib/client/format.ts';
import { AdminBuild } from '#lib/contracts/usage.ts';
import type { Column } from '../table/admin-table.tsx';
import { Listing } from '../table/listing.tsx';
import classes from './usage-page.module.css';
import type { Days } from './usage-page.tsx';

const STATUS = ['queued', 'running', 'succeeded', 'failed', 'cancelled'];

/** Every build with what it cost, how long its steps took, and who wanted it. */
export function BuildCosts({ days }: { days: Days }) {
  const [status, setStatus] = useState<string | null>(null);
  return (
    <Panel title="Builds">
      <Listing
        what="builds"
        path="/api/admin/builds"
        item={AdminBuild}
        columns={COLUMNS}
        rowKey={({ id }) => id}
        sort="-createdAt"
        narrowed={{ status: status ?? '', from: days.from ?? '' }}
        filters={
          <Select size="sm" aria-label="Status" placeholder="Every status" data={STATUS} value={status} onChange={setStatus} clearable />
        }
        empty={{ title: 'No builds', text: 'Nothing was built in these days.' }}
      />
    </Panel>
  );
}

const COLUMNS: readonly Column<AdminBuild>[] = [
  {
    key: 'app',
    title: 'App',
    cell: ({ app, prompt }) => (
      <>
        <Link href={`/apps/${encodeURIComponent(app.id)}`}>{app.name}</Link>
        <span className={classes.soft}>{prompt.length > 80 ? `${prompt.slice(0, 79)}…` : prompt}</span>
      </>
    ),
  },
  { key: 'who', title: 'Who', wide: true, cell: ({ requestedBy }) => requestedBy.name },
  {
    key: 'status',
    title: 'Status',
    cell: ({ status, error }) => (
      <>
        {status}
        {error !== null && <span className={classes.soft}>{error.code}</span>}
      </>
    ),
  },
  {
    key: 'createdAt',
    title: 'When',
    sortable: true,
    wide: true,
    cell: ({ createdAt }) => <time dateTime={createdAt}>{formatMoment(Date.parse(createdAt))}</time>,
  },
  {
    key: 'seconds',
    title: 'Took',
    sortable: true,
    numeric: true,
    wide: true,
    cell: ({ seconds, timings }) => (
      <span title={stepsOf(timings)}>{seconds === null ? '–' : formatDuration(Math.max(seconds, 0) * 1000)}</span>
    ),
  },
  { key: 'usd', title: 'Cost', sortable: true, numeric: true, cell: ({ usd }) => formatUsd(usd) },
];

const stepsOf = (timings: AdminBuild['timings']): string =>
  Object.entries(timings)
    .map(([step, ms]) => `${step} ${formatDuration(ms)}`)
    .join(', ');
