import { CloseButton, Drawer as MantineDrawer } from '@mantine/core';
import { useDidUpdate } from '@mantine/hooks';
import type { ReactNode, RefObject } from 'react';
import classes from './drawer.module.css';

interface DrawerProps {
  opened: boolean;
  onClose(): void;
  title: string;
  /** Gets the keyboard back. */
  opener: RefObject<HTMLElement | null>;
  children: ReactNode;
}

/** The details of a line of a table, beside it. Its head lies in its body, as a dialog's does. */
export function Drawer({ opened, onClose, title, opener, children }: DrawerProps) {
  useDidUpdate(() => {
    if (!opened) opener.current?.focus({ preventScroll: true });
  }, [opened]);
  return (
    <MantineDrawer.Root opened={opened} onClose={onClose} position="right" size="md" returnFocus={false}>
      <MantineDrawer.Overlay backgroundOpacity={0.25} />
      <MantineDrawer.Content>
        <MantineDrawer.Body className={classes.body}>
          <div className={classes.head}>
            <MantineDrawer.Title className={classes.title}>{title}</MantineDrawer.Title>
            <CloseButton aria-label="Close" onClick={onClose} />
          </div>
          {children}
        </MantineDrawer.Body>
      </MantineDrawer.Content>
    </MantineDrawer.Root>
  );
}
