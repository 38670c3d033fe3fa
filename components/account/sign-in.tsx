'use client';

import { Button, PasswordInput, TextInput } from '@mantine/core';
import { signIn } from 'next-auth/react';
import { type ReactNode, useState } from 'react';
import { Logo } from '#components/ui/logo.tsx';
import classes from './sign-in.module.css';

interface SignInProps {
  /** A one-time link's token; it is spent by a button press, never by opening the page. */
  link: string | null;
  /** Where to go afterwards; a path of this site. */
  next: string;
}

/** The way in: by e-mail and password, or by a one-time link. */
export function SignIn({ link, next }: SignInProps) {
  const [byLink, setByLink] = useState(link !== null);
  return (
    <main className={classes.root} id="content">
      <div className={classes.card}>
        <div className={classes.mark}>
          <Logo size={44} />
        </div>
        {byLink && link !== null ? <LinkForm link={link} next={next} onPassword={() => setByLink(false)} /> : <PasswordForm next={next} />}
      </div>
    </main>
  );
}

/** Tries a sign-in; the message says why it failed. A success leaves the page. */
function useSignIn(next: string, refused: string) {
  const [state, setState] = useState<{ busy: boolean; problem: string | null }>({ busy: false, problem: null });
  async function attempt(provider: 'password' | 'link', values: Record<string, string>) {
    setState({ busy: true, problem: null });
    try {
      const answer = await signIn(provider, { ...values, redirect: false });
      if (answer?.ok && !answer.error) return window.location.assign(next);
      setState({ busy: false, problem: answer?.status === 429 ? 'Too many tries. Wait a minute, then try again.' : refused });
    } catch (thrown) {
      console.warn('The sign-in request failed.', thrown);
      setState({ busy: false, problem: 'The server cannot be reached. Check that Glassworks is running, then try again.' });
    }
  }
  return { ...state, attempt };
}

function PasswordForm({ next }: { next: string }) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const { busy, problem, attempt } = useSignIn(
    next,
    'E-mail and password do not match. Check both, or ask your admin for a new sign-in link.',
  );
  return (
    <Form
      title="Sign in to Glassworks"
      lead="Data apps on the metrics your company trusts."
      problem={problem}
      onSubmit={() => attempt('password', { email, password })}
    >
      <TextInput
        label="E-mail"
        type="email"
        autoComplete="username"
        required
        withAsterisk={false}
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <PasswordInput
        label="Password"
        autoComplete="current-password"
        required
        withAsterisk={false}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <Button type="submit" fullWidth loading={busy}>
        Sign in
      </Button>
    </Form>
  );
}

const SPENT = 'It was used before or is too old. Ask your admin for a new one, or sign in with your password.';

function LinkForm({ link, next, onPassword }: { link: string; next: string; onPassword(): void }) {
  const { busy, problem, attempt } = useSignIn(next, SPENT);
  const spent = problem === SPENT;
  return (
    <Form
      title={spent ? 'This link no longer works' : 'Welcome to Glassworks'}
      lead={spent ? 'A sign-in link works once.' : 'This one-time link signs you in. It works once.'}
      problem={problem}
      onSubmit={() => attempt('link', { token: link })}
    >
      {!spent && (
        <Button type="submit" fullWidth loading={busy}>
          Sign in with this link
        </Button>
      )}
      <Button variant={spent ? 'filled' : 'subtle'} fullWidth onClick={onPassword}>
        Use a password instead
      </Button>
    </Form>
  );
}

interface FormProps {
  title: string;
  lead: string;
  problem: string | null;
  onSubmit(): unknown;
  children: ReactNode;
}

function Form({ title, lead, problem, onSubmit, children }: FormProps) {
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        void onSubmit();
      }}
    >
      <h1 className={classes.title}>{title}</h1>
      <p className={classes.lead}>{lead}</p>
      {problem !== null && (
        <p className={classes.problem} role="alert">
          {problem}
        </p>
      )}
      {children}
    </form>
  );
}
