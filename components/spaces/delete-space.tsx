import { Button, Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import { notifyDone } from '#components/ui/notify.ts';
import { Problem } from '#components/ui/problem.tsx';
import { useDeleteSpace } from '#lib/client/use-spaces.ts';
import type { Space } from '#lib/contracts/space.ts';
import classes from './spaces.module.css';

/** Asks for the name, and what happens to what the space holds. */
export function DeleteSpace({ space, onDone }: { space: Pick<Space, 'id' | 'name' | 'parentId'>; onDone(): void }) {
  const [typed, setTyped] = useState('');
  const [move, setMove] = useState(false);
  const remove = useDeleteSpace(space.id);
  const confirm = () =>
    remove.mutate(
      { contents: move ? 'move-to-parent' : 'refuse' },
      {
        onSuccess: () => {
          notifyDone(`The space “${space.name}” was deleted.`);
          onDone();
        },
      },
    );
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (typed === space.name) confirm();
      }}
    >
      <p className={classes.text}>
        No app is deleted with it: a space that holds apps or spaces stays, unless they move to the space above.
      </p>
      <Checkbox
        checked={move}
        onChange={(event) => setMove(event.currentTarget.checked)}
        label={space.parentId === null ? 'Move the spaces inside of it to the top' : 'Move what it holds to the space above'}
      />
      <TextInput
        label={`Type “${space.name}” to delete it`}
        data-autofocus
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {remove.isError && <Problem title="The space was not deleted" error={remove.error} />}
      <div className={classes.answers}>
        <Button variant="default" onClick={onDone}>
          Keep it
        </Button>
        <Button type="submit" color="red" disabled={typed !== space.name} loading={remove.isPending}>
          Delete
        </Button>
      </div>
    </form>
  );
}
