'use client';

import { Button, SegmentedControl } from '@mantine/core';
import Link from 'next/link';
import { useCallback, useState } from 'react';
import { Problem } from '#components/ui/problem.tsx';
import { Bar, Waiting } from '#components/ui/waiting.tsx';
import { usePreferences } from '#lib/client/preferences.ts';
import { useApp } from '#lib/client/use-app.ts';
import { useDraft } from '#lib/client/use-draft.ts';
import type { App } from '#lib/contracts/app.ts';
import { AppSide } from './app-side.tsx';
import classes from './builder.module.css';
import { ChatSide } from './chat-side.tsx';
import { Split } from './split.tsx';

/** The builder of one app. */
export function Builder({ appId }: { appId: string }) {
  const app = useApp(appId);
  if (app.data !== undefined) return <Workbench app={app.data} />;
  return (
    <main className={classes.alone} id="content">
      {app.isError ? (
        <Problem title="The app could not be opened" error={app.error} onRetry={() => void app.refetch()} retrying={app.isFetching}>
          <Button component={Link} href="/" size="compact-sm" variant="subtle">
            All apps
          </Button>
        </Problem>
      ) : (
        <Waiting label="Opening the app" onRetry={() => void app.refetch()}>
          <Bar height={32} width="40%" />
          <Bar height={180} />
        </Waiting>
      )}
    </main>
  );
}

type Side = 'left' | 'right';
const SIDES = [
  { value: 'left', label: 'Chat' },
  { value: 'right', label: 'Preview' },
] satisfies { value: Side; label: string }[];

function Workbench({ app }: { app: App }) {
  const [preferences, setPreferences] = usePreferences();
  const [draft, setDraft] = useDraft(app.id);
  const [side, setSide] = useState<Side>('left');
  const [chosen, setChosen] = useState<number | null>(null);
  const head = app.headVersion;

  const showVersion = useCallback(
    (version: number) => {
      setChosen(version === head ? null : version);
      setSide('right');
    },
    [head],
  );

  function fix(message: string) {
    setDraft(`The app shows this error, please fix it: ${message}`);
    setSide('left');
  }

  return (
    <main className={classes.root} id="content">
      <SegmentedControl className={classes.sides} data={SIDES} value={side} onChange={setSide} fullWidth aria-label="Side" />
      <Split
        width={preferences.chatWidth}
        onWidth={(chatWidth) => setPreferences({ chatWidth })}
        narrowSide={side}
        left={<ChatSide app={app} draft={draft} onDraft={setDraft} onShowVersion={showVersion} onSent={() => setChosen(null)} />}
        right={<AppSide app={app} chosen={chosen} onChoose={setChosen} onFix={fix} />}
      />
    </main>
  );
}
