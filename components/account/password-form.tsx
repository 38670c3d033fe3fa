import { Button, PasswordInput } from '@mantine/core';
import { useState } from 'react';
import { notifyDone } from '#components/ui/notify.ts';
import { Problem } from '#components/ui/problem.tsx';
import { useSetPassword } from '#lib/client/use-me.ts';
import type { Me } from '#lib/contracts/me.ts';
import classes from './password-form.module.css';

/** Sets a first password, or changes the one there is. */
export function PasswordForm({ me }: { me: Me }) {
  const [currentPassword, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const change = useSetPassword();
  function submit() {
    change.mutate(me.hasPassword ? { password, currentPassword } : { password }, {
      onSuccess: () => {
        setCurrent('');
        setPassword('');
        notifyDone('Your new password works from now on.');
      },
    });
  }
  return (
    <form
      className={classes.root}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {me.hasPassword ? (
        <PasswordInput
          label="Current password"
          autoComplete="current-password"
          value={currentPassword}
          onChange={(event) => setCurrent(event.currentTarget.value)}
        />
      ) : (
        <p className={classes.note}>You came by a one-time link. Set a password to sign in again without one.</p>
      )}
      <PasswordInput
        label="New password"
        description="At least 10 characters"
        autoComplete="new-password"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      {change.isError && <Problem title="The password was not changed" error={change.error} />}
      <div>
        <Button type="submit" variant="default" disabled={password.length < 10} loading={change.isPending}>
          {me.hasPassword ? 'Change the password' : 'Set the password'}
        </Button>
      </div>
    </form>
  );
}
