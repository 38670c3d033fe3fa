'use client';

import { Button, SegmentedControl } from '@mantine/core';
import Link from 'next/link';
import { useCallback, useEffect, useRef, useState } from 'react';
import { NotFound } from '#components/ui/not-found.tsx';
import { Problem } from '#components/ui/problem.tsx';
import { Bar, Waiting } from '#components/ui/waiting.tsx';
import { isMissing } from '#lib/client/api.ts';
import { usePreferences } from '#lib/client/preferences.ts';
import { useApp } from '#lib/client/use-app.ts';
import { useAppProblems } from '#lib/client/use-app-problems.ts';
import { useAppTitle } from '#lib/client/use-app-title.ts';
import { useBuilds } from '#lib/client/use-builds.ts';
import { aboveDraft, useDraft } from '#lib/client/use-draft.ts';
import { useMarkSeen } from '#lib/client/use-unread.ts';
import { useVisible } from '#lib/client/use-visible.ts';
import type { App } from '#lib/contracts/app.ts';
import { AppProblems } from './app-problems.tsx';
import { AppSide } from './app-side.tsx';
import classes from './builder.module.css';
import { ChatSide } from './chat-side.tsx';
import { Split } from './split.tsx';
import { useRepair } from './use-repair.ts';

/** The builder of one app. */
export function Builder({ appId }: { appId: string }) {
  const app = useApp(appId);
  // Asked for together with the app: neither waits for the other.
  useBuilds(appId);
  if (app.data !== undefined) return <Workbench app={app.data} />;
  if (isMissing(app.error)) return <NotFound what="This app" />;
  return (
    <main className={classes.alone} id="content">
      <h1 className="gw-visually-hidden">App</h1>
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
const RIGHT = { value: 'right', label: 'Preview' } as const;

function Workbench({ app }: { app: App }) {
  const [preferences, setPreferences] = usePreferences();
  const [draft, setDraft] = useDraft(app.id);
  const [side, setSide] = useState<Side>('left');
  const [chosen, setChosen] = useState<number | null>(null);
  const visible = useVisible();
  const head = app.headVersion;
  const [focus, setFocus] = useState(0);
  const text = useRef(draft);
  useMarkSeen(app, visible);
  useAppTitle(app, visible);
  useEffect(() => {
    text.current = draft;
  });

  const showVersion = useCallback(
    (version: number) => {
      setChosen(version === head ? null : version);
      setSide('right');
    },
    [head],
  );

  const write = useCallback(
    (prompt: string) => {
      setDraft(aboveDraft(prompt, text.current));
      setSide('left');
      setFocus((count) => count + 1);
    },
    [setDraft],
  );
  const shown = chosen ?? head;
  const { problems, view } = useAppProblems(shown);
  const repair = useRepair({ app, write, onSent: () => setChosen(null) });
  const errors = (view?.lines.length ?? 0) + (view?.more ?? 0);
  const left = errors === 0 ? 'Chat' : `Chat (${errors} app ${errors === 1 ? 'error' : 'errors'})`;
  const sides = [{ value: 'left', label: left }, RIGHT] satisfies { value: Side; label: string }[];

  return (
    <main className={classes.root} id="content">
      <SegmentedControl className={classes.sides} data={sides} value={side} onChange={setSide} fullWidth aria-label="Side" />
      <Split
        width={preferences.chatWidth}
        onWidth={(chatWidth) => setPreferences({ chatWidth })}
        narrowSide={side}
        left={
          <ChatSide
            app={app}
            draft={draft}
            onDraft={setDraft}
            onShowVersion={showVersion}
            onAgain={write}
            focus={focus}
            onSent={() => setChosen(null)}
            notice={
              view !== null && (
                <AppProblems
                  view={view}
                  onFix={app.can.edit ? () => repair.fix(view) : undefined}
                  fixing={repair.stateOf(view.version)}
                  onClose={() => problems.forget(view)}
                />
              )
            }
          />
        }
        right={<AppSide app={app} chosen={chosen} onChoose={setChosen} problems={problems} />}
      />
    </main>
  );
}
