import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { notifyDone } from '#components/ui/notify.ts';
import { Problem } from '#components/ui/problem.tsx';
import { useUpdateMe } from '#lib/client/use-me.ts';
import type { Me } from '#lib/contracts/me.ts';
import classes from './name-form.module.css';

/** The name under which others see this person. */
export function NameForm({ me }: { me: Me }) {
  const update = useUpdateMe();
  const [name, setName] = useState(me.name ?? '');
  const wanted = name.trim() === '' ? null : name.trim();
  return (
    <form
      className={classes.root}
      onSubmit={(event) => {
        event.preventDefault();
        if (wanted !== me.name) update.mutate({ name: wanted }, { onSuccess: () => notifyDone('Your name was changed.') });
      }}
    >
      <div className={classes.line}>
        <TextInput
          className={classes.field}
          label="Name"
          autoComplete="name"
          maxLength={120}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" disabled={wanted === me.name} loading={update.isPending}>
          Save
        </Button>
      </div>
      {update.isError && <Problem title="Your name was not changed" error={update.error} />}
    </form>
  );
}
