import { ActionIcon, Button, Checkbox, Select } from '@mantine/core';
import { IconUser, IconUsersGroup, IconWorld, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { notifyDone } from '#components/ui/notify.ts';
import { Problem } from '#components/ui/problem.tsx';
import { Waiting } from '#components/ui/waiting.tsx';
import { useSetSpaceAccess, useSpaceAccess } from '#lib/client/use-spaces.ts';
import type { AccessEntry, Space, SpaceAccess } from '#lib/contracts/space.ts';
import { SpaceLevel } from '#lib/contracts/space-level.ts';
import { HolderPicker } from './holder-picker.tsx';
import classes from './spaces.module.css';

const LEVELS = [
  { value: 'view', label: 'May view' },
  { value: 'edit', label: 'May edit' },
  { value: 'manage', label: 'May manage' },
];

/** Who may enter a space: its own list, what comes from above, and whether that counts. */
export function SpaceAccessPanel({ space, onDone }: { space: Pick<Space, 'id' | 'parentId'>; onDone(): void }) {
  const access = useSpaceAccess(space.id);
  if (access.isPending) return <Waiting label="Loading who may enter" onRetry={() => void access.refetch()} />;
  if (access.data === undefined) {
    return (
      <Problem
        title="Who may enter could not be loaded"
        error={access.error}
        onRetry={() => void access.refetch()}
        retrying={access.isFetching}
      />
    );
  }
  return <AccessForm space={space} access={access.data} onDone={onDone} />;
}

interface AccessFormProps {
  space: Pick<Space, 'id' | 'parentId'>;
  access: SpaceAccess;
  onDone(): void;
}

function AccessForm({ space, access, onDone }: AccessFormProps) {
  const [entries, setEntries] = useState(access.entries);
  const [inherits, setInherits] = useState(access.inherits);
  const save = useSetSpaceAccess(space.id);
  const change = (id: string, level: SpaceLevel) => setEntries(entries.map((entry) => (entry.id === id ? { ...entry, level } : entry)));
  const submit = () =>
    save.mutate(
      { entries: entries.map(({ kind, id, level }) => ({ kind, id, level })), inherits },
      {
        onSuccess: () => {
          notifyDone('Who may enter was changed.');
          onDone();
        },
      },
    );
  return (
    <div className={classes.form}>
      <Checkbox
        checked={inherits}
        onChange={(event) => setInherits(event.currentTarget.checked)}
        label={space.parentId === null ? 'Everybody here may view it' : 'Whoever may enter the space above may enter this one'}
      />
      <HolderPicker
        label="Give access to a person or a group"
        placeholder="Add a person or a group"
        taken={new Set(entries.map(({ id }) => id))}
        onPick={(holder) => setEntries([...entries, { ...holder, level: 'view' }])}
      />
      <ul className={classes.list} aria-label="Who may enter">
        {entries.map((entry) => (
          <Line
            key={entry.id}
            entry={entry}
            onLevel={(level) => change(entry.id, level)}
            onRemove={() => setEntries(entries.filter(({ id }) => id !== entry.id))}
          />
        ))}
        {inherits && access.inherits && <Inherited access={access} />}
      </ul>
      {entries.length === 0 && <p className={classes.text}>Nobody is listed here itself.</p>}
      {save.isError && <Problem title="Nothing was changed" error={save.error} />}
      <div className={classes.answers}>
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
        <Button loading={save.isPending} onClick={submit}>
          Save
        </Button>
      </div>
    </div>
  );
}

function Line({ entry, onLevel, onRemove }: { entry: AccessEntry; onLevel(level: SpaceLevel): void; onRemove(): void }) {
  return (
    <li className={classes.line}>
      <Icon kind={entry.kind} />
      <Who entry={entry} />
      <Select
        className={classes.level}
        size="xs"
        aria-label={`What ${entry.name} may do`}
        data={LEVELS}
        value={entry.level}
        allowDeselect={false}
        onChange={(level) => onLevel(SpaceLevel.parse(level))}
      />
      <ActionIcon variant="subtle" color="gray" aria-label={`Take access from ${entry.name}`} onClick={onRemove}>
        <IconX size={16} />
      </ActionIcon>
    </li>
  );
}

function Inherited({ access }: { access: SpaceAccess }) {
  return (
    <>
      {access.inherited.map((entry) => (
        <li key={`${entry.from.id} ${entry.id}`} className={classes.line}>
          <Icon kind={entry.kind} />
          <Who entry={entry} from={entry.from.name} />
          <span className={classes.may}>{LEVELS.find(({ value }) => value === entry.level)?.label}</span>
        </li>
      ))}
      {access.openThrough !== null && (
        <li className={classes.line}>
          <IconWorld size={17} aria-hidden />
          <span className={classes.who}>
            Everybody
            <span className={classes.soft}>The space {access.openThrough.name} is open</span>
          </span>
          <span className={classes.may}>May view</span>
        </li>
      )}
    </>
  );
}

const Icon = ({ kind }: Pick<AccessEntry, 'kind'>) =>
  kind === 'group' ? <IconUsersGroup size={17} aria-label="Group" /> : <IconUser size={17} aria-hidden />;

function Who({ entry: { name, email }, from }: { entry: AccessEntry; from?: string }) {
  const about = [email !== name ? email : null, from === undefined ? null : `through the space ${from}`].filter((one) => one !== null);
  return (
    <span className={classes.who}>
      {name}
      {about.length > 0 && <span className={classes.soft}>{about.join(' · ')}</span>}
    </span>
  );
}
