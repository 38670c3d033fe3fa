import { Button, Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import { notifyDone } from '#components/ui/notify.ts';
import { Problem } from '#components/ui/problem.tsx';
import { useDeleteRole, useSaveRole } from '#lib/client/use-admin-people.ts';
import type { AdminRole, ScopeLine } from '#lib/contracts/admin-people.ts';
import classes from './people.module.css';

interface RoleFormProps {
  /** None: a new one. */
  edited: AdminRole | null;
  scopes: readonly ScopeLine[];
  onDone(): void;
}

/** A scope without qualifier includes its qualified forms. */
const without = (scope: string) => scope.split('@', 1)[0] ?? scope;

/** A role of one's own: a name and scopes, each given by hand. */
export function RoleForm({ edited: role, scopes, onDone }: RoleFormProps) {
  const [name, setName] = useState(role?.name ?? '');
  const [given, setGiven] = useState<readonly string[]>(role?.scopes ?? []);
  const save = useSaveRole(role?.id ?? null);
  const groups = [...new Set(scopes.map(({ group }) => group))];
  const toggle = (id: string, on: boolean) => setGiven(on ? [...given, id] : given.filter((one) => one !== id));
  const submit = () =>
    save.mutate(
      { name: name.trim(), scopes: [...given] },
      {
        onSuccess: () => {
          notifyDone(role === null ? 'The role was made.' : 'The role was changed for everybody who has it.');
          onDone();
        },
      },
    );
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== '') submit();
      }}
    >
      <TextInput label="Name" maxLength={120} data-autofocus value={name} onChange={(event) => setName(event.currentTarget.value)} />
      {groups.map((group) => (
        <fieldset key={group} className={classes.scopes}>
          <legend>{group}</legend>
          {scopes
            .filter((scope) => scope.group === group)
            .map(({ id, label }) => {
              const included = without(id) !== id && given.includes(without(id));
              return (
                <Checkbox
                  key={id}
                  label={label}
                  description={id}
                  checked={included || given.includes(id)}
                  disabled={included}
                  onChange={(event) => toggle(id, event.currentTarget.checked)}
                />
              );
            })}
        </fieldset>
      ))}
      {save.isError && <Problem title="The role was not saved" error={save.error} />}
      <div className={classes.answers}>
        {role !== null && <DeleteRole role={role} onDone={onDone} />}
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
        <Button type="submit" disabled={name.trim() === ''} loading={save.isPending}>
          {role === null ? 'Make it' : 'Save'}
        </Button>
      </div>
    </form>
  );
}

/** Nobody has it, or the server refuses: the same button says what the second press does. */
function DeleteRole({ role, onDone }: { role: AdminRole; onDone(): void }) {
  const [asking, setAsking] = useState(false);
  const remove = useDeleteRole(role.id);
  const confirm = () =>
    remove.mutate(undefined, {
      onSuccess: () => {
        notifyDone(`The role “${role.name}” was deleted.`);
        onDone();
      },
    });
  return (
    <>
      {remove.isError && <Problem title="The role was not deleted" error={remove.error} />}
      <Button
        variant="subtle"
        color="red"
        loading={remove.isPending}
        onClick={() => (asking ? confirm() : setAsking(true))}
        onBlur={() => setAsking(false)}
      >
        {asking ? `Really delete “${role.name}”` : 'Delete'}
      </Button>
    </>
  );
}
