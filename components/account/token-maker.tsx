import { Button, MultiSelect, Select, TextInput } from '@mantine/core';
import type { UseMutationResult } from '@tanstack/react-query';
import { useState } from 'react';
import { Problem } from '#components/ui/problem.tsx';
import type { CreateToken, NewToken } from '#lib/contracts/me.ts';
import classes from './token-maker.module.css';
import { TokenOnce } from './token-once.tsx';

const LIVES = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'One year' },
  { value: '', label: 'No end' },
];

interface TokenMakerProps {
  create: UseMutationResult<NewToken, Error, CreateToken>;
  /** What a token can be narrowed to; none: it is as wide as its owner. */
  scopes: readonly { id: string; label: string }[];
}

/** Makes a token, and shows it this once. */
export function TokenMaker({ create, scopes }: TokenMakerProps) {
  const [made, setMade] = useState<NewToken | null>(null);
  const [name, setName] = useState('');
  const [life, setLife] = useState('90');
  const [narrowed, setNarrowed] = useState<string[]>([]);
  if (made !== null) return <TokenOnce token={made} onDone={() => setMade(null)} />;
  function submit() {
    const body = {
      name: name.trim(),
      ...(life === '' ? {} : { expiresInDays: Number(life) }),
      ...(narrowed.length > 0 ? { scopes: narrowed } : {}),
    };
    create.mutate(body, {
      onSuccess: (token) => {
        setName('');
        setNarrowed([]);
        setMade(token);
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
      {scopes.length > 0 && (
        <MultiSelect
          label="Only for"
          placeholder={narrowed.length === 0 ? 'Everything its owner may do' : undefined}
          data={scopes.map(({ id, label }) => ({ value: id, label }))}
          value={narrowed}
          onChange={setNarrowed}
          searchable
          clearable
        />
      )}
      {create.isError && <Problem title="The token was not created" error={create.error} />}
    </form>
  );
}
