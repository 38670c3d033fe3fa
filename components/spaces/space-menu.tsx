import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconPencil, IconTrash, IconUsers } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { Dialog } from '#components/ui/dialog.tsx';
import type { Space } from '#lib/contracts/space.ts';
import { DeleteSpace } from './delete-space.tsx';
import { SpaceAccessPanel } from './space-access.tsx';
import { SpaceForm } from './space-form.tsx';

type Told = Pick<Space, 'id' | 'name' | 'parentId'>;

/** What those who manage a space can do with it. */
export function SpaceMenu({ space, onDeleted }: { space: Told; onDeleted?: () => void }) {
  const [asking, setAsking] = useState<'access' | 'edit' | 'delete' | null>(null);
  const menu = useRef<HTMLButtonElement>(null);
  const close = () => setAsking(null);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon ref={menu} variant="subtle" color="gray" aria-label={`More about the space ${space.name}`}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconUsers size={16} />} onClick={() => setAsking('access')}>
            Who may enter
          </Menu.Item>
          <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => setAsking('edit')}>
            Rename or move
          </Menu.Item>
          <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={() => setAsking('delete')}>
            Delete
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Dialog opened={asking === 'access'} onClose={close} title={`Who may enter “${space.name}”`} opener={menu} size="lg">
        <SpaceAccessPanel space={space} onDone={close} />
      </Dialog>
      <Dialog opened={asking === 'edit'} onClose={close} title="Rename or move the space" opener={menu}>
        <SpaceForm space={space} onDone={close} />
      </Dialog>
      <Dialog opened={asking === 'delete'} onClose={close} title={`Delete the space “${space.name}”?`} opener={menu}>
        <DeleteSpace
          space={space}
          onDone={() => {
            close();
            onDeleted?.();
          }}
        />
      </Dialog>
    </>
  );
}
