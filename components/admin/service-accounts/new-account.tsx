import { Button, Select, TextInput } from '@mantine/core';
import { type RefObject, useState } from 'react';
import { Dialog } from '#components/ui/dialog.tsx';
import { Problem } from '#components/ui/problem.tsx';
import { useRoles } from '#lib/client/use-admin-people.ts';
import { useCreateServiceAccount } from '#lib/client/use-service-accounts.ts';
import type { ServiceAccount } from '#lib/contracts/service-accounts.ts';
import classes from './service-accounts.module.css';

interface NewAccountProps {
  opened: boolean;
  opener: RefObject<HTMLElement | null>;
  onClose(): void;
  onMade(account: ServiceAccount): void;
}

/** Makes a service account; its tokens are made after. */
export function NewAccount({ opened, opener, onClose, onMade }: NewAccountProps) {
  const [name, setName] = useState('');
  const [role, setRole] = useState('viewer');
  const roles = useRoles();
  const create = useCreateServiceAccount();
  function submit() {
    create.mutate(
      { name: name.trim(), role },
      {
        onSuccess: (account) => {
          setName('');
          onMade(account);
        },
      },
    );
  }
  return (
    <Dialog opened={opened} onClose={onClose} title="New service account" opener={opener}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <TextInput
          label="Name"
          placeholder="What it is for"
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Select
          label="Role"
          description="The most that its tokens can do; each token can be narrowed further."
          data={(roles.data?.items ?? []).map(({ id, name: label }) => ({ value: id, label }))}
          value={role}
          allowDeselect={false}
          onChange={(value) => setRole(value ?? 'viewer')}
        />
        {roles.isError && <Problem title="The roles could not be loaded" error={roles.error} onRetry={() => void roles.refetch()} />}
        {create.isError && <Problem title="The account was not made" error={create.error} />}
        <Button type="submit" disabled={name.trim() === ''} loading={create.isPending}>
          Make it
        </Button>
      </form>
    </Dialog>
  );
}
