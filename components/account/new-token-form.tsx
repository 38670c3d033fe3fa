import { Button, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Problem } from '#components/ui/problem.tsx';
import { useCreateToken } from '#lib/client/use-tokens.ts';
import type { NewToken } from '#lib/contracts/me.ts';
import classes from './new-token-form.module.css';

const LIVES = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'One year' },
  { value: '', label: 'No end' },
];

/** Makes a token. */
export function NewTokenForm({ onMade }: { onMade(token: NewToken): void }) {
  const create = useCreateToken();
  const [name, setName] = useState('');
  const [life, setLife] = useState('90');
  function submit() {
    const body = { name: name.trim(), ...(life === '' ? {} : { expiresInDays: Number(life) }) };
    create.mutate(body, {
      onSuccess: (token) => {
        setName('');
        onMade(token);
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
      <div className={classes.fields}>
        <TextInput
          className={classes.name}
          label="Name"
          placeholder="What it is for"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Select label="Works for" data={LIVES} value={life} allowDeselect={false} onChange={(value) => setLife(value ?? '')} />
        <Button type="submit" variant="default" disabled={name.trim() === ''} loading={create.isPending}>
          Create token
        </Button>
      </div>
      {create.isError && <Problem title="The token was not created" error={create.error} />}
    </form>
  );
}
