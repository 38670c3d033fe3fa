'use client';

import { ActionIcon, Badge, Button, Menu, Select } from '@mantine/core';
import { IconDots, IconPlus } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { Page } from '#components/ui/page.tsx';
import { formatUsd } from '#lib/client/format.ts';
import { Budget } from '#lib/contracts/budgets.ts';
import type { Column } from '../table/admin-table.tsx';
import { Listing } from '../table/listing.tsx';
import { BudgetDialog } from './budget-dialog.tsx';
import classes from './budgets-page.module.css';
import { CalendarSetting } from './calendar-setting.tsx';
import { DeleteBudget } from './delete-budget.tsx';
import { OverrideDialog } from './override-dialog.tsx';
import { UsedBar } from './used-bar.tsx';
import { budgetName, choices, PERIOD_WORDS, RESOURCE_WORDS, SCOPE_WORDS } from './words.ts';

type Open = { readonly what: 'new' } | { readonly what: 'edit' | 'override' | 'delete'; readonly budget: Budget } | null;

/** Who may spend how much on what, and how much of it is used. */
export function BudgetsPage() {
  const [open, setOpen] = useState<Open>(null);
  const [kind, setKind] = useState<string | null>(null);
  const opener = useRef<HTMLElement>(null);
  const show = (next: Open, from: HTMLElement | null) => {
    opener.current = from;
    setOpen(next);
  };
  const close = () => setOpen(null);
  const shared = { opener, onClose: close };
  return (
    <Page
      title="Budgets"
      lead="The most a call can cost is set aside before it is made, against every budget that applies. What does not fit is not started."
      actions={
        <Button leftSection={<IconPlus size={16} />} onClick={(event) => show({ what: 'new' }, event.currentTarget)}>
          New budget
        </Button>
      }
    >
      <Listing
        what="budgets"
        path="/api/admin/budgets"
        item={Budget}
        columns={[...COLUMNS, actionsColumn(show)]}
        rowKey={({ id }) => id}
        sort="-used"
        narrowed={{ kind: kind ?? '' }}
        filters={
          <Select
            size="sm"
            aria-label="Kind of budget"
            placeholder="Every kind"
            data={choices(SCOPE_WORDS)}
            value={kind}
            onChange={setKind}
            clearable
          />
        }
        empty={{
          title: 'Nothing is limited',
          text: 'Make a budget for the organisation, a space, a group, a person or an app. Until then anybody who builds may spend.',
        }}
      />
      <CalendarSetting />
      <BudgetDialog
        {...shared}
        opened={open?.what === 'new' || open?.what === 'edit'}
        budget={open?.what === 'edit' ? open.budget : null}
      />
      <OverrideDialog {...shared} budget={open?.what === 'override' ? open.budget : null} />
      <DeleteBudget {...shared} budget={open?.what === 'delete' ? open.budget : null} />
    </Page>
  );
}

const COLUMNS: readonly Column<Budget>[] = [
  {
    key: 'scope',
    title: 'Whose',
    sortable: true,
    cell: ({ scope }) => (
      <>
        {scope.name}
        {scope.kind !== 'org' && <span className={classes.soft}>{SCOPE_WORDS[scope.kind]}</span>}
      </>
    ),
  },
  { key: 'resource', title: 'For', cell: ({ resource }) => RESOURCE_WORDS[resource] },
  {
    key: 'limitUsd',
    title: 'Limit',
    sortable: true,
    cell: (budget) => (
      <>
        {formatUsd(budget.limitUsd)} {PERIOD_WORDS[budget.period]}
        <span className={classes.soft}>{stateOf(budget)}</span>
      </>
    ),
  },
  { key: 'used', title: 'Used', sortable: true, cell: (budget) => <UsedBar budget={budget} /> },
  { key: 'resets', title: 'Starts anew', wide: true, cell: ({ resetsOn }) => resetsOn },
];

function stateOf({ readOnly, action, override }: Budget) {
  if (readOnly) return 'From the environment';
  if (override !== null) return <Badge color="ember">Overridden until {override.until.slice(0, 16).replace('T', ' ')} UTC</Badge>;
  return action === 'warn' ? 'Only warns' : 'Stops';
}

const actionsColumn = (show: (next: Open, from: HTMLElement | null) => void): Column<Budget> => ({
  key: 'actions',
  title: 'Actions',
  numeric: true,
  cell: (budget) => (budget.readOnly ? null : <Actions budget={budget} show={show} />),
});

function Actions({ budget, show }: { budget: Budget; show: (next: Open, from: HTMLElement | null) => void }) {
  const button = useRef<HTMLButtonElement>(null);
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon ref={button} variant="subtle" color="gray" aria-label={`Actions for ${budgetName(budget)}`}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => show({ what: 'edit', budget }, button.current)}>Change</Menu.Item>
        <Menu.Item onClick={() => show({ what: 'override', budget }, button.current)}>
          {budget.override === null ? 'Override for a time' : 'Change the override'}
        </Menu.Item>
        <Menu.Item color="red" onClick={() => show({ what: 'delete', budget }, button.current)}>
          Delete
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
