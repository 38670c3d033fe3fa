import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { api } from '#lib/client/api.ts';
import { EmailField } from './email-field.tsx';
import classes from './sign-in.module.css';
import { WayForm } from './way-form.tsx';

/** By a link that is mailed. What it says is the same for addresses that nobody here has. */
export function MailForm({ next, onPassword }: { next: string; onPassword: (() => void) | null }) {
  const [email, setEmail] = useState('');
  const ask = useMutation({ mutationFn: () => api(z.unknown(), '/api/sign-in/link', { method: 'POST', body: { email, next } }) });
  return (
    <WayForm problem={ask.error?.message ?? null} onSubmit={() => ask.mutate()}>
      {ask.isSuccess ? (
        <p className={classes.sent} role="status">
          If {email} is known here, a link is on its way. It works once, within 15 minutes.
        </p>
      ) : (
        <>
          <EmailField value={email} onChange={setEmail} />
          <Button type="submit" fullWidth loading={ask.isPending}>
            Mail me a sign-in link
          </Button>
        </>
      )}
      {ask.isSuccess && (
        <Button variant="subtle" fullWidth onClick={() => ask.reset()}>
          Use another address
        </Button>
      )}
      {onPassword !== null && (
        <Button variant="subtle" fullWidth onClick={onPassword}>
          Use a password instead
        </Button>
      )}
    </WayForm>
  );
}
