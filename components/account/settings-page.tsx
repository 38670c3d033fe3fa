'use client';

import { Button, SegmentedControl, useMantineColorScheme } from '@mantine/core';
import Link from 'next/link';
import { useEffect, useState } from 'react';
import { NotifySetting } from '#components/news/notify-setting.tsx';
import { Page, Panel } from '#components/ui/page.tsx';
import { Problem } from '#components/ui/problem.tsx';
import { Waiting } from '#components/ui/waiting.tsx';
import { useMe } from '#lib/client/use-me.ts';
import { InstanceStatus } from './instance-status.tsx';
import { NameForm } from './name-form.tsx';
import { PasswordForm } from './password-form.tsx';
import { Sessions } from './sessions.tsx';
import classes from './settings-page.module.css';
import { Tokens } from './tokens.tsx';

/** The person's own settings, and how this instance is doing. */
export function SettingsPage() {
  return (
    <Page title="Settings">
      <Panel title="You">
        <Profile />
      </Panel>
      <Panel title="Appearance">
        <Appearance />
      </Panel>
      <Panel title="Notifications" note="For this browser. Inside Glassworks you always see when a build of yours ends.">
        <NotifySetting />
      </Panel>
      <Panel title="API tokens" note="A token lets a script or the command line do what you may do. Send it as Authorization: Bearer.">
        <Tokens />
      </Panel>
      <Panel title="Signed in" note="Where you are signed in. End what you do not know, then change your password.">
        <Sessions />
      </Panel>
      <Panel title="Projects" note="The dbt projects that apps are made from: a folder on the server, or a git repository.">
        <ProjectsLink />
      </Panel>
      <Panel title="This instance" note="What is on, what is missing, and how to change it. Refreshed every 15 seconds.">
        <InstanceStatus />
      </Panel>
    </Page>
  );
}

function ProjectsLink() {
  return (
    <Button component={Link} href="/projects" variant="default">
      See and add projects
    </Button>
  );
}

function Profile() {
  const me = useMe();
  if (me.isError && me.data === undefined)
    return <Problem title="Your profile could not be loaded" error={me.error} onRetry={() => void me.refetch()} retrying={me.isFetching} />;
  if (me.isPending) return <Waiting label="Loading your profile" onRetry={() => void me.refetch()} />;
  return (
    <>
      <dl className={classes.facts}>
        <div>
          <dt>E-mail</dt>
          <dd>{me.data.email ?? '—'}</dd>
        </div>
        <div>
          <dt>Role</dt>
          <dd>{me.data.roleName}</dd>
        </div>
      </dl>
      <NameForm me={me.data} />
      <PasswordForm me={me.data} />
    </>
  );
}

const SCHEMES = [
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
  { value: 'auto', label: 'As the system' },
] as const;

function Appearance() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  // The server cannot know the choice: it is marked once the page runs in the browser.
  const [mounted, setMounted] = useState(false);
  useEffect(() => setMounted(true), []);
  return (
    <SegmentedControl
      className={classes.schemes}
      aria-label="Colour scheme"
      data={[...SCHEMES]}
      value={mounted ? colorScheme : 'auto'}
      onChange={setColorScheme}
    />
  );
}
