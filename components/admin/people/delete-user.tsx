import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { type Holder, HolderPicker } from '#components/spaces/holder-picker.tsx';
import { notifyDone } from '#components/ui/notify.ts';
import { Problem } from '#components/ui/problem.tsx';
import { useDeleteUser } from '#lib/client/use-admin-people.ts';
import type { AdminUser } from '#lib/contracts/admin-people.ts';
import classes from './people.module.css';

interface DeleteUserProps {
  user: AdminUser;
  onKeep(): void;
  onGone(): void;
}

/** Asks for the address, and who gets the apps. */
export function DeleteUser({ user, onKeep, onGone }: DeleteUserProps) {
  const [typed, setTyped] = useState('');
  const [heir, setHeir] = useState<Holder | null>(null);
  const remove = useDeleteUser(user.id);
  const confirm = () =>
    remove.mutate(heir?.id ?? null, {
      onSuccess: () => {
        notifyDone(`${user.name ?? user.email} was deleted.`);
        onGone();
      },
    });
  return (
    <form
      className={classes.form}
      aria-label="Delete this person"
      onSubmit={(event) => {
        event.preventDefault();
        if (typed === user.email) confirm();
      }}
    >
      <h3 className={classes.heading}>Delete this person</h3>
      <p className={classes.text}>
        Their sign-ins, tokens and access end. Their apps go to somebody else; what they built keeps its history.
      </p>
      {heir === null ? (
        <HolderPicker
          label="Who gets their apps"
          placeholder="Who gets their apps, if they have any"
          taken={new Set([user.id])}
          groups={false}
          onPick={setHeir}
        />
      ) : (
        <p className={classes.text}>
          Their apps go to {heir.name}.{' '}
          <Button size="compact-xs" variant="subtle" onClick={() => setHeir(null)}>
            Somebody else
          </Button>
        </p>
      )}
      <TextInput label={`Type ${user.email} to delete them`} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} />
      {remove.isError && <Problem title="Nobody was deleted" error={remove.error} />}
      <div className={classes.answers}>
        <Button variant="default" onClick={onKeep}>
          Keep them
        </Button>
        <Button type="submit" color="red" disabled={typed !== user.email} loading={remove.isPending}>
          Delete
        </Button>
      </div>
    </form>
  );
}
