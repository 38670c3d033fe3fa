import { Button } from '@mantine/core';
import Link from 'next/link';
import { useState } from 'react';
import { Empty } from '#components/ui/empty.tsx';
import { Problem } from '#components/ui/problem.tsx';
import { Waiting } from '#components/ui/waiting.tsx';
import { formatCount, formatUsd } from '#lib/client/format.ts';
import type { UsageLine } from '#lib/contracts/usage.ts';
import { AdminTable, type Column } from '../table/admin-table.tsx';
import classes from './usage-page.module.css';
import type { Days, UsageGroup } from './usage-page.tsx';
import { useUsage } from './use-usage.ts';

const FIRST = 20;
const OVERLAP: Partial<Record<UsageGroup, string>> = {
  group: 'A person may be in several groups: the lines add up to more than was spent.',
  space: 'A space counts what lies in the spaces inside it, too.',
};

/** Who or what spent most. */
export function UsageTable({ days, groupBy }: { days: Days; groupBy: UsageGroup }) {
  const usage = useUsage(days, groupBy);
  const [all, setAll] = useState(false);
  if (usage.isPending) return <Waiting label="Loading what was spent" />;
  if (usage.data === undefined) {
    return <Problem title="What was spent could not be loaded" error={usage.error} onRetry={() => void usage.refetch()} />;
  }
  const { items, totalUsd } = usage.data;
  if (items.length === 0) return <Empty title="Nothing was spent">In these days nothing cost anything.</Empty>;
  return (
    <>
      <AdminTable
        label={`Spent by ${groupBy}`}
        columns={columnsOf(groupBy, totalUsd)}
        rows={all ? items : items.slice(0, FIRST)}
        rowKey={({ key }) => key}
        busy={usage.isPlaceholderData}
      />
      {OVERLAP[groupBy] !== undefined && <p className={classes.soft}>{OVERLAP[groupBy]}</p>}
      {!all && items.length > FIRST && (
        <Button variant="default" mt="sm" onClick={() => setAll(true)}>
          Show all {items.length}
        </Button>
      )}
    </>
  );
}

const columnsOf = (groupBy: UsageGroup, totalUsd: number): readonly Column<UsageLine>[] => [
  {
    key: 'name',
    title: 'Name',
    cell: ({ key, name }) => (groupBy === 'app' && key !== 'none' ? <Link href={`/apps/${encodeURIComponent(key)}`}>{name}</Link> : name),
  },
  { key: 'model', title: 'AI models', numeric: true, wide: true, cell: ({ modelUsd }) => formatUsd(modelUsd) },
  { key: 'sandbox', title: 'Sandboxes', numeric: true, wide: true, cell: ({ sandboxUsd }) => formatUsd(sandboxUsd) },
  { key: 'warehouse', title: 'Queries', numeric: true, wide: true, cell: ({ warehouseUsd }) => formatUsd(warehouseUsd) },
  { key: 'calls', title: 'Calls', numeric: true, wide: true, cell: ({ calls }) => formatCount(calls) },
  { key: 'total', title: 'Spent', numeric: true, cell: (line) => <strong>{formatUsd(line.totalUsd)}</strong> },
  {
    key: 'share',
    title: 'Share',
    numeric: true,
    cell: (line) => `${totalUsd > 0 ? Math.round((line.totalUsd / totalUsd) * 100) : 0}%`,
  },
];
