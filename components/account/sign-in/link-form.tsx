import { Button } from '@mantine/core';
import classes from './sign-in.module.css';
import { useSignIn } from './use-sign-in.ts';
import { WayForm } from './way-form.tsx';

const SPENT = 'It was used before or is too old. Ask your admin for a new one, or sign in another way.';

/** By a one-time link. @param onOther to the other ways; null where there is none */
export function LinkForm({ link, next, onOther }: { link: string; next: string; onOther: (() => void) | null }) {
  const { busy, problem, attempt } = useSignIn(next, SPENT);
  const spent = problem === SPENT;
  return (
    <>
      <h1 className={classes.title}>{spent ? 'This link no longer works' : 'Welcome to Glassworks'}</h1>
      <p className={classes.lead}>{spent ? 'A sign-in link works once.' : 'This one-time link signs you in. It works once.'}</p>
      <WayForm problem={problem} onSubmit={() => attempt('link', { token: link })}>
        {!spent && (
          <Button type="submit" fullWidth loading={busy}>
            Sign in with this link
          </Button>
        )}
        {onOther !== null && (
          <Button variant={spent ? 'filled' : 'subtle'} fullWidth onClick={onOther}>
            Sign in another way
          </Button>
        )}
      </WayForm>
    </>
  );
}
