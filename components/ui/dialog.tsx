import { CloseButton, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './dialog.module.css';

interface DialogProps {
  opened: boolean;
  onClose(): void;
  title: string;
  size?: 'md' | 'lg';
  children: ReactNode;
}

/** A dialog. Its head lies in its body: Mantine's own is a `<header>`, which would be a second banner of the page. */
export function Dialog({ opened, onClose, title, size = 'md', children }: DialogProps) {
  return (
    <Modal.Root opened={opened} onClose={onClose} size={size} centered>
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
