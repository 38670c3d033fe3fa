import { Select } from '@mantine/core';
import { IconFolder } from '@tabler/icons-react';
import { spaceChoices } from '#lib/client/space-tree.ts';
import { useSpaces } from '#lib/client/use-spaces.ts';
import { SpaceMenu } from './space-menu.tsx';

const ALL = 'all';

/** Narrows the apps to one space, or to the personal ones; with what can be done with the space. Nothing while there are no spaces. */
export function SpaceFilter({ value, onChange }: { value: string; onChange(spaceId: string): void }) {
  const spaces = useSpaces();
  const all = spaces.data ?? [];
  if (all.length === 0) return null;
  const chosen = all.find(({ id }) => id === value);
  return (
    <>
      <Select
        size="sm"
        aria-label="Space"
        comboboxProps={{ withinPortal: false }}
        leftSection={<IconFolder size={16} />}
        data={[{ value: ALL, label: 'All apps' }, { value: 'personal', label: 'Personal apps' }, ...spaceChoices(all)]}
        value={value === '' ? ALL : value}
        allowDeselect={false}
        searchable
        onChange={(picked) => onChange(picked === ALL || picked === null ? '' : picked)}
      />
      {chosen?.can.manage && <SpaceMenu space={chosen} onDeleted={() => onChange('')} />}
    </>
  );
}
