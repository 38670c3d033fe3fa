import { Button } from '@mantine/core';
import { CopyButton } from '#components/ui/copy-button.tsx';
import type { NewToken } from '#lib/contracts/me.ts';
import classes from './token-once.module.css';

/** A new token, shown this once. */
export function TokenOnce({ token, onDone }: { token: NewToken; onDone(): void }) {
  return (
    <div className={classes.root} role="status">
      <p className={classes.text}>
        <strong>Copy “{token.name}” now.</strong> It is not stored in a form that could be shown again.
      </p>
      <code className={classes.secret}>{token.token}</code>
      <div className={classes.actions}>
        <CopyButton text={token.token} size="compact-md" />
        <Button size="compact-md" variant="default" onClick={onDone}>
          I have it
        </Button>
      </div>
    </div>
  );
}
