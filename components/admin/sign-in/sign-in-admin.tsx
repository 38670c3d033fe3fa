'use client';

import { Page, Panel } from '#components/ui/page.tsx';
import { Problem } from '#components/ui/problem.tsx';
import { Waiting } from '#components/ui/waiting.tsx';
import { useSignInAdmin } from '#lib/client/use-sign-in-admin.ts';
import { Locks } from './locks.tsx';
import { SettingsTable } from './settings-table.tsx';
import { WaysPanel } from './ways-panel.tsx';

/** How people come in, what to register at a provider, and who is locked out. */
export function SignInAdmin() {
  const shown = useSignInAdmin();
  return (
    <Page title="Signing in" lead="Which ways are on, and whether they work. They are set by environment variables of the server.">
      {shown.isPending && <Waiting label="Loading the ways to sign in" onRetry={() => void shown.refetch()} />}
      {shown.isError && (
        <Problem
          title="The ways to sign in could not be loaded"
          error={shown.error}
          onRetry={() => void shown.refetch()}
          retrying={shown.isFetching}
        />
      )}
      {shown.data !== undefined && (
        <>
          <WaysPanel shown={shown.data} />
          <Panel
            title="Locked out now"
            note="After several failed tries an account or an address has to wait: seconds first, then a quarter of an hour. It ends by itself."
          >
            <Locks locks={shown.data.locks} />
          </Panel>
          <Panel title="Settings in force" note="Change them where the server is started; docs/settings.md says what each one means.">
            <SettingsTable />
          </Panel>
        </>
      )}
    </Page>
  );
}
