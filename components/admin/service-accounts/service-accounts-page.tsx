'use client';

import { Button, UnstyledButton } from '@mantine/core';
import { useRef, useState } from 'react';
import type { Column } from '#components/admin/table/admin-table.tsx';
import { Listing } from '#components/admin/table/listing.tsx';
import { Page } from '#components/ui/page.tsx';
import { formatAgo } from '#lib/client/format.ts';
import { useRoles } from '#lib/client/use-admin-people.ts';
import { ServiceAccount } from '#lib/contracts/service-accounts.ts';
import { AccountDialog } from './account-dialog.tsx';
import { NewAccount } from './new-account.tsx';
import classes from './service-accounts.module.css';

/** Accounts for scripts and other systems: they have a role and tokens, and nobody signs in with them. */
export function ServiceAccountsPage() {
  const [chosen, setChosen] = useState<ServiceAccount | null>(null);
  const [opened, setOpened] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const add = useRef<HTMLButtonElement>(null);
  const [making, setMaking] = useState(false);
  const roles = useRoles();
  const roleName = (id: string) => roles.data?.items.find((role) => role.id === id)?.name ?? id;
  const columns: readonly Column<ServiceAccount>[] = [
    {
      key: 'name',
      title: 'Name',
      sortable: true,
      cell: (account) => (
        <UnstyledButton
          className={classes.name}
          onClick={(event) => {
            opener.current = event.currentTarget;
            setChosen(account);
            setOpened(true);
          }}
        >
          {account.name}
        </UnstyledButton>
      ),
    },
    { key: 'role', title: 'Role', sortable: true, cell: ({ role }) => roleName(role) },
    { key: 'state', title: 'State', cell: ({ disabled }) => (disabled ? 'disabled' : 'active') },
    { key: 'tokens', title: 'Tokens', numeric: true, cell: ({ tokens }) => tokens },
    { key: 'lastUsedAt', title: 'Last used', wide: true, cell: ({ lastUsedAt }) => (lastUsedAt ? formatAgo(lastUsedAt) : 'never') },
  ];
  return (
    <Page
      title="Service accounts"
      lead="For scripts, identity providers and other systems. They act through tokens; nobody signs in with them."
      actions={
        <Button ref={add} onClick={() => setMaking(true)}>
          New service account
        </Button>
      }
    >
      <Listing
        what="service accounts"
        path="/api/admin/service-accounts"
        item={ServiceAccount}
        columns={columns}
        rowKey={({ id }) => id}
        sort="name"
        empty={{ title: 'No service accounts yet', text: 'Make one for a script, or for SCIM, so that it does not depend on a person.' }}
      />
      <NewAccount
        opened={making}
        opener={add}
        onClose={() => setMaking(false)}
        onMade={(account) => {
          setMaking(false);
          opener.current = add.current;
          setChosen(account);
          setOpened(true);
        }}
      />
      {chosen !== null && (
        <AccountDialog key={chosen.id} account={chosen} opened={opened} opener={opener} onClose={() => setOpened(false)} />
      )}
    </Page>
  );
}
