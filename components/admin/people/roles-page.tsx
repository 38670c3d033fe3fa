'use client';

import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { Dialog } from '#components/ui/dialog.tsx';
import { Page } from '#components/ui/page.tsx';
import { Problem } from '#components/ui/problem.tsx';
import { Waiting } from '#components/ui/waiting.tsx';
import { useRoles } from '#lib/client/use-admin-people.ts';
import type { AdminRole } from '#lib/contracts/admin-people.ts';
import { RoleForm } from './role-form.tsx';
import { RoleMatrix } from './role-matrix.tsx';

/** What each role lets people do. */
export function RolesPage() {
  const roles = useRoles();
  const [editing, setEditing] = useState<AdminRole | 'new' | null>(null);
  const opener = useRef<HTMLElement | null>(null);
  const open = (what: AdminRole | 'new', from: HTMLElement) => {
    opener.current = from;
    setEditing(what);
  };
  return (
    <Page
      title="Roles"
      lead="Roles that come with Glassworks stay as they are. A role of your own is exactly the scopes that you give it."
      actions={
        <Button
          leftSection={<IconPlus size={16} />}
          onClick={(event) => open('new', event.currentTarget)}
          disabled={roles.data === undefined}
        >
          New role
        </Button>
      }
    >
      {roles.isPending && <Waiting label="Loading the roles" onRetry={() => void roles.refetch()} />}
      {roles.isError && roles.data === undefined && (
        <Problem
          title="The roles could not be loaded"
          error={roles.error}
          onRetry={() => void roles.refetch()}
          retrying={roles.isFetching}
        />
      )}
      {roles.data !== undefined && <RoleMatrix roles={roles.data.items} scopes={roles.data.scopes} onEdit={open} />}
      <Dialog
        opened={editing !== null}
        onClose={() => setEditing(null)}
        title={editing === 'new' ? 'New role' : `The role “${editing?.name ?? ''}”`}
        opener={opener}
        size="lg"
      >
        {editing !== null && roles.data !== undefined && (
          <RoleForm edited={editing === 'new' ? null : editing} scopes={roles.data.scopes} onDone={() => setEditing(null)} />
        )}
      </Dialog>
    </Page>
  );
}
