import { Button, Menu } from '@mantine/core';
import { IconAppWindow, IconDatabasePlus, IconFolderPlus, IconPlus } from '@tabler/icons-react';
import Link from 'next/link';
import { useRef, useState } from 'react';
import { NewSpace } from '#components/spaces/new-space.tsx';
import { useFeatures } from '#lib/client/use-instance.ts';
import classes from './new-menu.module.css';

/** What can be made. What this instance does not offer is shown with the reason, so that nobody searches for it. */
export function NewMenu() {
  const features = useFeatures();
  const dataApps = features.data?.dataApps;
  const scopes = features.data?.scopes ?? [];
  const [making, setMaking] = useState(false);
  const menu = useRef<HTMLButtonElement>(null);
  return (
    <>
      <Menu position="bottom-end" width={260}>
        <Menu.Target>
          <Button ref={menu} size="compact-md" leftSection={<IconPlus size={16} />}>
            New
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {dataApps?.enabled === true ? (
            <Menu.Item component={Link} href="/new" leftSection={<IconAppWindow size={17} />}>
              Data app
            </Menu.Item>
          ) : (
            <Menu.Item disabled leftSection={<IconAppWindow size={17} />}>
              Data app
              <span className={classes.reason}>{reasonOf(features.isPending, features.error, dataApps?.reason)}</span>
            </Menu.Item>
          )}
          {scopes.includes('create:Space') && (
            <Menu.Item leftSection={<IconFolderPlus size={17} />} onClick={() => setMaking(true)}>
              Space
            </Menu.Item>
          )}
          {scopes.includes('manage:Project') && (
            <Menu.Item component={Link} href="/projects?add" leftSection={<IconDatabasePlus size={17} />}>
              Project
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <NewSpace opened={making} onClose={() => setMaking(false)} opener={menu} />
    </>
  );
}

function reasonOf(pending: boolean, error: Error | null, reason: string | undefined): string {
  if (pending) return 'Asking the server what is switched on…';
  if (error !== null) return `Could not ask what is switched on: ${error.message}`;
  return reason ?? 'Data apps are switched off on this instance.';
}
