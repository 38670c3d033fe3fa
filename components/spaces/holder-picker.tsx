import { Combobox, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconUser, IconUsersGroup } from '@tabler/icons-react';
import { useState } from 'react';
import { personName } from '#lib/client/person-name.ts';
import { useDirectory } from '#lib/client/use-spaces.ts';
import classes from './spaces.module.css';

/** Somebody whom one can give access, or take into a group. */
export interface Holder {
  readonly kind: 'user' | 'group';
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
}

interface HolderPickerProps {
  label: string;
  placeholder: string;
  /** Already there: not offered again. */
  taken: ReadonlySet<string>;
  onPick(holder: Holder): void;
  groups?: boolean;
}

/** Finds a person or a group by name. */
export function HolderPicker({ label, placeholder, taken, onPick, groups = true }: HolderPickerProps) {
  const [words, setWords] = useState('');
  const [q] = useDebouncedValue(words.trim(), 200);
  const box = useCombobox({ onDropdownClose: () => box.resetSelectedOption() });
  const found = useDirectory(q);
  const offered: Holder[] = [
    ...(groups ? (found.data?.groups ?? []) : []).map((group): Holder => ({ kind: 'group', id: group.id, name: group.name, email: null })),
    ...(found.data?.people ?? []).map((person): Holder => ({ kind: 'user', id: person.id, name: personName(person), email: person.email })),
  ].filter(({ id }) => !taken.has(id));
  const pick = (id: string) => {
    const holder = offered.find((one) => one.id === id);
    if (holder) onPick(holder);
    setWords('');
    box.closeDropdown();
  };
  return (
    <Combobox store={box} onOptionSubmit={pick} withinPortal>
      <Combobox.Target>
        <TextInput
          size="sm"
          aria-label={label}
          placeholder={placeholder}
          value={words}
          onChange={(event) => {
            setWords(event.currentTarget.value);
            box.openDropdown();
          }}
          onClick={() => box.openDropdown()}
          onFocus={() => box.openDropdown()}
          onBlur={() => box.closeDropdown()}
        />
      </Combobox.Target>
      <Combobox.Dropdown className={classes.found}>
        <Combobox.Options aria-label="Found">
          {offered.map(({ kind, id, name, email }) => (
            <Combobox.Option key={id} value={id} className={classes.option}>
              {kind === 'group' ? <IconUsersGroup size={16} aria-label="Group" /> : <IconUser size={16} aria-hidden />}
              <span>{name}</span>
              {email !== null && email !== name && <span className={classes.soft}>{email}</span>}
            </Combobox.Option>
          ))}
          {offered.length === 0 && <Combobox.Empty>{found.isPending ? 'Looking…' : 'Nobody found'}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
