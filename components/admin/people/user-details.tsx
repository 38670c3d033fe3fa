import { Button, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { notifyDone } from '#components/ui/notify.ts';
import { Problem } from '#components/ui/problem.tsx';
import { Waiting } from '#components/ui/waiting.tsx';
import { useAdminUser, useRoles, useUpdateUser } from '#lib/client/use-admin-people.ts';
import type { AdminUser, UpdateUser } from '#lib/contracts/admin-people.ts';
import { AttributesForm } from './attributes-form.tsx';
import { DeleteUser } from './delete-user.tsx';
import classes from './people.module.css';

/** What an administrator sees and changes of one person. */
export function UserDetails({ userId, onGone }: { userId: string; onGone(): void }) {
  const user = useAdminUser(userId);
  if (user.isPending) return <Waiting label="Loading this person" onRetry={() => void user.refetch()} />;
  if (user.data === undefined) {
    return (
      <Problem title="This person could not be loaded" error={user.error} onRetry={() => void user.refetch()} retrying={user.isFetching} />
    );
  }
  return (
    <div className={classes.form}>
      <Basics user={user.data} />
      <section aria-label="Groups">
        <h3 className={classes.heading}>Groups</h3>
        <p className={classes.text}>{user.data.groups.map(({ name }) => name).join(', ') || 'In no group.'}</p>
      </section>
      <AttributesForm user={user.data} />
      <Leaving user={user.data} onGone={onGone} />
    </div>
  );
}

function Basics({ user }: { user: AdminUser }) {
  const roles = useRoles();
  const update = useUpdateUser(user.id);
  const [name, setName] = useState(user.name ?? '');
  const [role, setRole] = useState(user.role.id);
  const change: UpdateUser = {
    ...(name.trim() !== '' && name.trim() !== user.name ? { name: name.trim() } : {}),
    ...(role === user.role.id ? {} : { role }),
  };
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        update.mutate(change, { onSuccess: () => notifyDone('Saved.') });
      }}
    >
      <p className={classes.text}>
        {user.email}
        {user.provisioned && '. Looked after by the identity provider, which may change this again.'}
      </p>
      <TextInput label="Name" maxLength={120} value={name} onChange={(event) => setName(event.currentTarget.value)} />
      <Select
        label="Role"
        data={roles.data?.items.map((one) => ({ value: one.id, label: one.name })) ?? [{ value: user.role.id, label: user.role.name }]}
        value={role}
        allowDeselect={false}
        onChange={(picked) => setRole(picked ?? role)}
      />
      {update.isError && <Problem title="Nothing was changed" error={update.error} />}
      <div className={classes.answers}>
        <Button type="submit" disabled={Object.keys(change).length === 0} loading={update.isPending}>
          Save
        </Button>
      </div>
    </form>
  );
}

function Leaving({ user, onGone }: { user: AdminUser; onGone(): void }) {
  const update = useUpdateUser(user.id);
  const [deleting, setDeleting] = useState(false);
  const toggle = () =>
    update.mutate(
      { disabled: !user.disabled },
      { onSuccess: () => notifyDone(user.disabled ? 'Enabled again.' : 'Disabled, and signed out everywhere.') },
    );
  if (deleting) return <DeleteUser user={user} onKeep={() => setDeleting(false)} onGone={onGone} />;
  return (
    <div>
      {update.isError && <Problem title="Nothing was changed" error={update.error} />}
      <div className={classes.danger}>
        <Button variant="default" loading={update.isPending} onClick={toggle}>
          {user.disabled ? 'Enable' : 'Disable'}
        </Button>
        <Button variant="subtle" color="red" onClick={() => setDeleting(true)}>
          Delete…
        </Button>
      </div>
    </div>
  );
}
