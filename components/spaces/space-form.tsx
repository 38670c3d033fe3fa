import { Button, Checkbox, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { notifyDone } from '#components/ui/notify.ts';
import { Problem } from '#components/ui/problem.tsx';
import { spaceChoices } from '#lib/client/space-tree.ts';
import { useFeatures } from '#lib/client/use-instance.ts';
import { useCreateSpace, useSpaces, useUpdateSpace } from '#lib/client/use-spaces.ts';
import type { Space } from '#lib/contracts/space.ts';
import classes from './spaces.module.css';

const TOP = 'top';
const MAKES_AT_TOP = ['create:Space', 'manage:Space', 'manage:Organization'];

type Told = Pick<Space, 'id' | 'name' | 'parentId'>;

/** Where a space can lie: inside of those that one manages and, with the permission, at the top. */
function useParents(space: Told | null) {
  const spaces = useSpaces();
  const scopes = useFeatures().data?.scopes ?? [];
  const all = spaces.data ?? [];
  const managed = all.filter(({ id, can }) => can.manage && id !== space?.id);
  const top = MAKES_AT_TOP.some((scope) => scopes.includes(scope)) || space?.parentId === null;
  return [...(top ? [{ value: TOP, label: 'At the top' }] : []), ...spaceChoices(managed)];
}

interface SpaceFormProps {
  /** None: a new one. */
  space: Told | null;
  onDone(): void;
}

/** Makes a space, or renames and moves one. */
export function SpaceForm({ space, onDone }: SpaceFormProps) {
  const parents = useParents(space);
  const [name, setName] = useState(space?.name ?? '');
  const [parent, setParent] = useState<string | null>(space === null ? null : (space.parentId ?? TOP));
  const [open, setOpen] = useState(true);
  const create = useCreateSpace();
  const update = useUpdateSpace(space?.id ?? '');
  const acting = space === null ? create : update;
  const chosen = parent ?? parents[0]?.value ?? TOP;
  const parentId = chosen === TOP ? null : chosen;
  function submit() {
    const onSuccess = () => {
      notifyDone(space === null ? `The space “${name.trim()}” was made.` : 'The space was changed.');
      onDone();
    };
    if (space === null) create.mutate({ name: name.trim(), parentId, inherits: open }, { onSuccess });
    else update.mutate({ name: name.trim(), ...(parentId === space.parentId ? {} : { parentId }) }, { onSuccess });
  }
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== '') submit();
      }}
    >
      <TextInput label="Name" maxLength={80} data-autofocus value={name} onChange={(event) => setName(event.currentTarget.value)} />
      <Select label="Where it lies" data={parents} value={chosen} allowDeselect={false} searchable onChange={setParent} />
      {space === null && (
        <Checkbox
          checked={open}
          onChange={(event) => setOpen(event.currentTarget.checked)}
          label={parentId === null ? 'Everybody here may view it' : 'Whoever may enter the space above may enter this one'}
        />
      )}
      {acting.isError && <Problem title={space === null ? 'The space was not made' : 'The space was not changed'} error={acting.error} />}
      <div className={classes.answers}>
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
        <Button type="submit" disabled={name.trim() === ''} loading={acting.isPending}>
          {space === null ? 'Make it' : 'Save'}
        </Button>
      </div>
    </form>
  );
}
