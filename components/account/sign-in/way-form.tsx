import type { ReactNode } from 'react';
import classes from './sign-in.module.css';

interface WayFormProps {
  problem: string | null;
  onSubmit(): unknown;
  children: ReactNode;
}

/** One way in: its fields, and what went wrong with the last try. */
export function WayForm({ problem, onSubmit, children }: WayFormProps) {
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        void onSubmit();
      }}
    >
      {problem !== null && (
        <p className={classes.problem} role="alert">
          {problem}
        </p>
      )}
      {children}
    </form>
  );
}
