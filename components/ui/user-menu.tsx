import { Avatar, Menu, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { IconDeviceDesktop, IconLogout, IconMoon, IconSettings, IconSun } from '@tabler/icons-react';
import Link from 'next/link';
import { useMe } from '#lib/client/use-me.ts';
import { notifyProblem } from './notify.ts';
import classes from './user-menu.module.css';

const SCHEMES = [
  { value: 'light', label: 'Light', Icon: IconSun },
  { value: 'dark', label: 'Dark', Icon: IconMoon },
  { value: 'auto', label: 'As the system', Icon: IconDeviceDesktop },
] as const;

/** Who is signed in, the colour scheme, settings and the way out. */
export function UserMenu() {
  const me = useMe();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const name = me.data?.name ?? me.data?.email ?? '';
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <UnstyledButton className={classes.button}>
          <span className="gw-visually-hidden">{name === '' ? 'Your account' : `Your account, ${name}`}</span>
          <Avatar size={32} radius="xl" color="glass" name={name} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {me.data !== undefined && <Menu.Label className={classes.label}>{me.data.email ?? me.data.name}</Menu.Label>}
        <Menu.Item component={Link} href="/settings" leftSection={<IconSettings size={17} />}>
          Settings
        </Menu.Item>
        <Menu.Divider />
        {SCHEMES.map(({ value, label, Icon }) => (
          <Menu.Item
            key={value}
            leftSection={<Icon size={17} />}
            aria-current={colorScheme === value ? 'true' : undefined}
            className={colorScheme === value ? classes.chosen : undefined}
            onClick={() => setColorScheme(value)}
          >
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={17} />} onClick={() => void leave()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** What is needed only to go away comes only then. */
async function leave(): Promise<void> {
  try {
    const { signOut } = await import('next-auth/react');
    await signOut({ callbackUrl: '/sign-in' });
  } catch (failed) {
    console.warn('Signing out failed.', failed);
    notifyProblem('You are still signed in', new Error('The server could not be reached. Check your connection and try again.'));
  }
}
