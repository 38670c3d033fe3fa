'use client';

import { Select, UnstyledButton } from '@mantine/core';
import { type ReactNode, useRef, useState } from 'react';
import type { Column } from '#components/admin/table/admin-table.tsx';
import { Listing } from '#components/admin/table/listing.tsx';
import { Page } from '#components/ui/page.tsx';
import { formatAgo } from '#lib/client/format.ts';
import { useRoles } from '#lib/client/use-admin-people.ts';
import { AdminUser } from '#lib/contracts/admin-people.ts';
import { Drawer } from '../drawer.tsx';
import classes from './people.module.css';
import { UserDetails } from './user-details.tsx';

const STATES = [
  { value: 'active', label: 'Active' },
  { value: 'disabled', label: 'Disabled' },
];

/** Everybody who may sign in or has a token. `actions` stand beside the title. */
export function UsersPage({ actions }: { actions?: ReactNode }) {
  const [role, setRole] = useState<string | null>(null);
  const [state, setState] = useState<string | null>(null);
  const [open, setOpen] = useState<AdminUser | null>(null);
  const opener = useRef<HTMLElement | null>(null);
  const roles = useRoles();
  const columns: Column<AdminUser>[] = [
    {
      key: 'name',
      title: 'Name',
      sortable: true,
      cell: (user) => (
        <>
          <UnstyledButton
            className={classes.name}
            onClick={(event) => {
              opener.current = event.currentTarget;
              setOpen(user);
            }}
          >
            {user.name ?? user.email}
          </UnstyledButton>
          <span className={classes.soft}>{user.email}</span>
        </>
      ),
    },
    { key: 'role', title: 'Role', sortable: true, cell: (user) => <RoleOf user={user} /> },
    { key: 'groups', title: 'Groups', wide: true, cell: ({ groups }) => groups.map(({ name }) => name).join(', ') },
    {
      key: 'lastSeenAt',
      title: 'Last seen',
      sortable: true,
      wide: true,
      cell: ({ lastSeenAt }) => (lastSeenAt === null ? 'Never' : <time dateTime={lastSeenAt}>{formatAgo(lastSeenAt)}</time>),
    },
  ];
  return (
    <Page
      title="People"
      lead="Who may sign in, what their role lets them do, and what row filters see of them."
      {...(actions === undefined ? {} : { actions })}
    >
      <Listing
        what="people"
        path="/api/admin/users"
        item={AdminUser}
        columns={columns}
        rowKey={({ id }) => id}
        sort="name"
        narrowed={{ role: role ?? '', state: state ?? '' }}
        filters={
          <>
            <Select
              size="sm"
              aria-label="Role"
              placeholder="Every role"
              data={roles.data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? []}
              value={role}
              onChange={setRole}
              clearable
            />
            <Select size="sm" aria-label="State" placeholder="Active or not" data={STATES} value={state} onChange={setState} clearable />
          </>
        }
        empty={{ title: 'Nobody is here yet', text: 'People appear here when they are invited or sign in.' }}
      />
      <Drawer opened={open !== null} onClose={() => setOpen(null)} title={open?.name ?? open?.email ?? ''} opener={opener}>
        {open !== null && <UserDetails key={open.id} userId={open.id} onGone={() => setOpen(null)} />}
      </Drawer>
    </Page>
  );
}

function RoleOf({ user: { role, kind, disabled } }: { user: AdminUser }) {
  return (
    <>
      {role.name}
      {(disabled || kind === 'service') && (
        <span className={classes.soft}>
          {kind === 'service' && 'Service account'}
          {disabled && kind === 'service' && ', '}
          {disabled && <span className={classes.off}>disabled</span>}
        </span>
      )}
    </>
  );
}
