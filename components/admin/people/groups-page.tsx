'use client';

import { Button, TextInput, UnstyledButton } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import type { Column } from '#components/admin/table/admin-table.tsx';
import { Listing } from '#components/admin/table/listing.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Page } from '#components/ui/page.tsx';
import { Problem } from '#components/ui/problem.tsx';
import { useCreateGroup } from '#lib/client/use-admin-people.ts';
import { AdminGroup } from '#lib/contracts/admin-people.ts';
import { Drawer } from '../drawer.tsx';
import { GroupDetails, SOURCES } from './group-details.tsx';
import classes from './people.module.css';

/** Groups of people: spaces and budgets are given to them. */
export function GroupsPage() {
  const [open, setOpen] = useState<AdminGroup | null>(null);
  const [making, setMaking] = useState(false);
  const opener = useRef<HTMLElement | null>(null);
  const maker = useRef<HTMLButtonElement>(null);
  const columns: Column<AdminGroup>[] = [
    {
      key: 'name',
      title: 'Name',
      sortable: true,
      cell: (group) => (
        <>
          <UnstyledButton
            className={classes.name}
            onClick={(event) => {
              opener.current = event.currentTarget;
              setOpen(group);
            }}
          >
            {group.name}
          </UnstyledButton>
          {group.source !== 'manual' && <span className={classes.soft}>{SOURCES[group.source] ?? group.source}</span>}
        </>
      ),
    },
    { key: 'members', title: 'People', sortable: true, numeric: true, cell: ({ members }) => members },
    { key: 'spaces', title: 'Spaces', numeric: true, cell: ({ spaces }) => spaces },
  ];
  return (
    <Page
      title="Groups"
      lead="Spaces and budgets can be given to a group in place of each person."
      actions={
        <Button ref={maker} leftSection={<IconPlus size={16} />} onClick={() => setMaking(true)}>
          New group
        </Button>
      }
    >
      <Listing
        what="groups"
        path="/api/admin/groups"
        item={AdminGroup}
        columns={columns}
        rowKey={({ id }) => id}
        sort="name"
        empty={{ title: 'No groups yet', text: 'Make one, or let the company’s sign-in bring its own.' }}
      />
      <Drawer opened={open !== null} onClose={() => setOpen(null)} title={open?.name ?? ''} opener={opener}>
        {open !== null && (
          <GroupDetails key={open.id} group={open} onRenamed={(name) => setOpen({ ...open, name })} onGone={() => setOpen(null)} />
        )}
      </Drawer>
      <Dialog opened={making} onClose={() => setMaking(false)} title="New group" opener={maker}>
        <NewGroup
          onDone={(group) => {
            setMaking(false);
            if (group) setOpen(group);
          }}
        />
      </Dialog>
    </Page>
  );
}

function NewGroup({ onDone }: { onDone(group: AdminGroup | null): void }) {
  const [name, setName] = useState('');
  const create = useCreateGroup();
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== '') create.mutate(name.trim(), { onSuccess: onDone });
      }}
    >
      <TextInput label="Name" maxLength={120} data-autofocus value={name} onChange={(event) => setName(event.currentTarget.value)} />
      {create.isError && <Problem title="The group was not made" error={create.error} />}
      <div className={classes.answers}>
        <Button variant="default" onClick={() => onDone(null)}>
          Cancel
        </Button>
        <Button type="submit" disabled={name.trim() === ''} loading={create.isPending}>
          Make it
        </Button>
      </div>
    </form>
  );
}
