import { TextInput, UnstyledButton } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { notifyProblem } from '#components/ui/notify.ts';
import { useUpdateApp } from '#lib/client/use-app.ts';
import type { App } from '#lib/contracts/app.ts';
import classes from './app-name.module.css';

/** The app's name; a click makes it a field. */
export function AppName({ app }: { app: App }) {
  const update = useUpdateApp(app.id);
  const [draft, setDraft] = useState<string | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const endedByKey = useRef(false);
  // Who ended it by a click elsewhere has taken the keyboard there.
  useEffect(() => {
    if (draft === null && endedByKey.current) button.current?.focus();
    endedByKey.current = false;
  }, [draft]);
  if (!app.can.edit) return <h1 className={classes.name}>{app.name}</h1>;

  function save() {
    const name = draft?.trim() ?? '';
    setDraft(null);
    if (name === '' || name === app.name) return;
    update.mutate({ name }, { onError: (error) => notifyProblem('The app was not renamed', error) });
  }

  if (draft !== null) {
    return (
      <TextInput
        size="xs"
        className={classes.field}
        aria-label="Name of the app"
        value={draft}
        maxLength={120}
        autoFocus
        onChange={(event) => setDraft(event.currentTarget.value)}
        onBlur={save}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' && event.key !== 'Escape') return;
          // The rest of the key press would open the field again.
          event.preventDefault();
          endedByKey.current = true;
          if (event.key === 'Enter') save();
          else setDraft(null);
        }}
      />
    );
  }
  return (
    <h1 className={classes.name}>
      <UnstyledButton ref={button} className={classes.button} onClick={() => setDraft(app.name)} title="Rename the app">
        <span className={classes.text}>{update.isPending ? update.variables.name : app.name}</span>
        <IconPencil size={14} className={classes.pencil} aria-hidden />
      </UnstyledButton>
    </h1>
  );
}
