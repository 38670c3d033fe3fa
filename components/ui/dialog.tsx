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

/** A dialog. Its head is a heading in its own content: Mantine's would be a second banner of the page. */
export function Dialog({ opened, onClose, title, size = 'md', children }: DialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} size={size} withCloseButton={false} aria-label={title}>
      <div className={classes.head}>
        <h2 className={classes.title}>{title}</h2>
        <CloseButton aria-label="Close" onClick={onClose} />
      </div>
      {children}
    </Modal>
  );
}
