import { CloseButton, Modal } from '@mantine/core';
import { useDidUpdate } from '@mantine/hooks';
import type { ReactNode, RefObject } from 'react';
import classes from './dialog.module.css';

interface DialogProps {
  opened: boolean;
  onClose(): void;
  title: string;
  /** Gets the keyboard back. Who had it may be gone by then: an item of a menu, another page. */
  opener: RefObject<HTMLElement | null>;
  size?: 'md' | 'lg';
  children: ReactNode;
}

/** A dialog. Its head lies in its body: Mantine's own is a `<header>`, which would be a second banner of the page. */
export function Dialog({ opened, onClose, title, opener, size = 'md', children }: DialogProps) {
  useDidUpdate(() => {
    if (!opened) opener.current?.focus({ preventScroll: true });
  }, [opened]);
  return (
    <Modal.Root opened={opened} onClose={onClose} size={size} returnFocus={false} centered>
      <Modal.Overlay blur={6} backgroundOpacity={0.35} />
      <Modal.Content radius="lg">
        <Modal.Body className={classes.body}>
          <div className={classes.head}>
            <Modal.Title className={classes.title}>{title}</Modal.Title>
            <CloseButton aria-label="Close" onClick={onClose} />
          </div>
          {children}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
