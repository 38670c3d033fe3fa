'use client';

import { Button, SegmentedControl, Select } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { Page, Panel } from '#components/ui/page.tsx';
import type { USAGE_GROUPS } from '#lib/contracts/usage.ts';
import { BuildCosts } from './build-costs.tsx';
import { UsageByDay } from './usage-by-day.tsx';
import classes from './usage-page.module.css';
import { UsageSummaryLine } from './usage-summary.tsx';
import { UsageTable } from './usage-table.tsx';

export type UsageGroup = (typeof USAGE_GROUPS)[number];

const GROUPS = [
  { value: 'user', label: 'Person' },
  { value: 'group', label: 'Group' },
  { value: 'space', label: 'Space' },
  { value: 'app', label: 'App' },
  { value: 'model', label: 'Model' },
] as const satisfies readonly { value: UsageGroup; label: string }[];
const SPANS = [
  { value: '7', label: 'Last 7 days' },
  { value: '30', label: 'Last 30 days' },
  { value: '90', label: 'Last 90 days' },
  { value: 'month', label: 'This month' },
] as const;

/** What was spent: by day and resource, by whom and on what; where the month is heading; what builds cost. */
export function UsagePage() {
  const [span, setSpan] = useState<string>('30');
  const [group, setGroup] = useState<UsageGroup>('user');
  const days = daysOf(span);
  return (
    <Page
      title="Usage"
      lead="The ledger of everything that costs: model calls, minutes of sandboxes, queries of warehouses."
      actions={
        <Select
          aria-label="Days"
          data={[...SPANS]}
          value={span}
          allowDeselect={false}
          onChange={(value) => value !== null && setSpan(value)}
        />
      }
    >
      <UsageSummaryLine days={days} />
      <Panel title="By day">
        <UsageByDay days={days} />
      </Panel>
      <Panel title="By whom and for what">
        <div className={classes.bar}>
          <SegmentedControl
            aria-label="Summed by"
            data={[...GROUPS]}
            value={group}
            onChange={(value) => setGroup(value as UsageGroup)}
            className={classes.groups ?? ''}
          />
          <Button
            component="a"
            href={`/api/admin/usage.csv?${new URLSearchParams({ ...days, groupBy: group })}`}
            download
            variant="default"
            leftSection={<IconDownload size={16} />}
          >
            CSV
          </Button>
        </div>
        <UsageTable days={days} groupBy={group} />
      </Panel>
      <BuildCosts days={days} />
    </Page>
  );
}

export type Days = Readonly<Record<string, string>>;

/** Without days the server takes the month that runs, by its own calendar. */
function daysOf(span: string): Days {
  if (span === 'month') return {};
  return { from: new Date(Date.now() - (Number(span) - 1) * 86_400_000).toISOString().slice(0, 10) };
}
