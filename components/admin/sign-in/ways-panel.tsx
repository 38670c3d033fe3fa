import { Button } from '@mantine/core';
import { Steps } from '#components/admin/settings/trial.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Panel } from '#components/ui/page.tsx';
import { Problem } from '#components/ui/problem.tsx';
import { useTrySignIn } from '#lib/client/use-sign-in-admin.ts';
import type { SignInShown, SignInTest } from '#lib/contracts/admin-sign-in.ts';
import classes from './sign-in-admin.module.css';

/** Each way with whether it is on, its test, and the address to register at the provider. */
export function WaysPanel({ shown }: { shown: SignInShown }) {
  return (
    <Panel title="Ways" note="The sign-in page shows exactly those that are on. One-time links from an administrator always work.">
      <ul className={classes.ways}>
        <Way name="E-mail and password" on={shown.password} off="Switched off by AUTH_DISABLE_PASSWORD_AUTHENTICATION." />
        <Way
          name="Link by e-mail"
          on={shown.mail}
          off="Set EMAIL_SMTP_HOST and EMAIL_SMTP_SENDER_EMAIL."
          test="mail"
          testLabel="Send me a mail"
        />
        {shown.providers.map(({ id, name, on, redirectUrl }) => (
          <Way
            key={id}
            name={name}
            on={on}
            off="Not set up."
            address={{ label: 'Redirect address to register there', url: redirectUrl }}
            test={id === 'github' ? undefined : id}
            testLabel="Test"
          />
        ))}
        <Way name="SCIM" on address={{ label: 'Address for the identity provider', url: shown.scimUrl }}>
          Give it a token of a service account that has the permission “manage:Provisioning”.
        </Way>
      </ul>
    </Panel>
  );
}

interface WayProps {
  name: string;
  on: boolean;
  off?: string;
  address?: { label: string; url: string };
  test?: SignInTest['what'] | undefined;
  testLabel?: string;
  children?: string;
}

function Way({ name, on, off, address, test, testLabel, children }: WayProps) {
  const trial = useTrySignIn();
  return (
    <li className={classes.way}>
      <div className={classes.head}>
        <p className={classes.name}>
          {name}
          <span className={classes.state} data-on={on || undefined}>
            {on ? 'on' : 'off'}
          </span>
        </p>
        {on && test !== undefined && (
          <Button
            size="compact-md"
            variant="default"
            loading={trial.isPending}
            onClick={() => trial.mutate(test)}
            aria-label={`${testLabel}: ${name}`}
          >
            {testLabel}
          </Button>
        )}
      </div>
      {!on && off !== undefined && <p className={classes.text}>{off}</p>}
      {children !== undefined && <p className={classes.text}>{children}</p>}
      {address !== undefined && (
        <p className={classes.address}>
          <span className={classes.text}>{address.label}</span>
          <code>{address.url}</code>
          <CopyButton text={address.url} size="compact-sm" variant="subtle" />
        </p>
      )}
      <div role="status">{trial.data !== undefined && <Steps steps={trial.data.steps} />}</div>
      {trial.isError && <Problem title="The test could not be run" error={trial.error} />}
    </li>
  );
}
