import { Button, PasswordInput } from '@mantine/core';
import { useState } from 'react';
import { EmailField } from './email-field.tsx';
import { useSignIn } from './use-sign-in.ts';
import { WayForm } from './way-form.tsx';

const REFUSED = 'E-mail and password do not match. Check both, or ask your admin for a new sign-in link.';

/** By e-mail and password. @param onMail to the form that mails a link, where mail is set up */
export function PasswordForm({ next, onMail }: { next: string; onMail: (() => void) | null }) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const { busy, problem, attempt } = useSignIn(next, REFUSED);
  return (
    <WayForm problem={problem} onSubmit={() => attempt('password', { email, password })}>
      <EmailField value={email} onChange={setEmail} />
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
      {onMail !== null && (
        <Button variant="subtle" fullWidth onClick={onMail}>
          Mail me a sign-in link instead
        </Button>
      )}
    </WayForm>
  );
}
