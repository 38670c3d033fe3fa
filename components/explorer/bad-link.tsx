import { IconUnlink } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './bad-link.module.css';

/** The address asks for what cannot be: says what, and offers the ways on. */
export function BadLink({ message, children }: { message: string; children: ReactNode }) {
  return (
    <div className={classes.root} role="alert">
      <IconUnlink className={classes.icon} size={20} aria-hidden />
      <div className={classes.body}>
        <p className={classes.message}>{message}</p>
        <div className={classes.actions}>{children}</div>
      </div>
    </div>
  );
}
