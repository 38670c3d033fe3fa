import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Later, lazyPart } from '#components/ui/later.tsx';
import { notifyDone, notifyProblem } from '#components/ui/notify.ts';
import type { AppProblems } from '#lib/client/app-problems.ts';
import { isActive, useBuilds } from '#lib/client/use-builds.ts';
import { forgetAddress } from '#lib/client/use-preview.ts';
import { useVersionAction, useVersions, type VersionAction } from '#lib/client/use-versions.ts';
import type { App } from '#lib/contracts/app.ts';
import classes from './app-side.module.css';
import { AppToolbar, type Pane } from './app-toolbar.tsx';
import { Furnace } from './furnace.tsx';
import { PreviewFrame } from './preview-frame.tsx';

const CodePane = lazyPart(() => import('./code-pane.tsx').then((part) => part.CodePane));
const ChangesPane = lazyPart(() => import('#components/changes/changes-pane.tsx').then((part) => part.ChangesPane));
const Versions = lazyPart(() => import('./versions.tsx').then((part) => part.Versions));

interface AppSideProps {
  app: App;
  /** The version that was chosen; null follows the newest. */
  chosen: number | null;
  onChoose(version: number | null): void;
  /** Hears what goes wrong in the running app. */
  problems: AppProblems;
}

const DONE: Record<VersionAction['kind'], (version: number | null) => string> = {
  restore: (version) => `Version ${version} is the newest again, as a version of its own.`,
  publish: (version) => `Viewers now see version ${version}.`,
  unpublish: () => 'Viewers no longer see this app.',
};

/** The right side: a version running, its code, and the line of versions. */
export function AppSide({ app, chosen, onChoose, problems }: AppSideProps) {
  const action = useVersionAction(app.id);
  const [pane, setPane] = useState<Pane>('preview');
  const [timeline, setTimeline] = useState(false);
  const versions = useVersions(app.id, timeline);
  const client = useQueryClient();
  const [reloads, setReloads] = useState(0);
  const shown = chosen ?? app.headVersion;

  const show = (version: number) => onChoose(version === app.headVersion ? null : version);
  function reload() {
    if (shown !== null) forgetAddress(client, app.id, shown);
    setReloads((count) => count + 1);
  }

  function act(next: VersionAction) {
    action.mutate(next, {
      onSuccess: () => {
        if (next.kind === 'restore') onChoose(null);
        notifyDone(DONE[next.kind](next.kind === 'unpublish' ? null : next.version));
      },
      onError: (error) => notifyProblem('Nothing was changed', error),
    });
  }

  return (
    <div className={classes.root}>
      <AppToolbar
        app={app}
        shown={shown}
        pane={pane}
        onPane={setPane}
        timeline={timeline}
        onTimeline={setTimeline}
        onNewest={() => onChoose(null)}
        onReload={reload}
        onAct={act}
        acting={action.isPending}
      />
      <div className={classes.body} data-timeline={timeline || undefined}>
        <div className={classes.stage}>
          {shown === null && <NoVersion app={app} />}
          {shown !== null && pane === 'code' && (
            <Later label="Opening the code">
              <CodePane key={shown} appId={app.id} version={shown} />
            </Later>
          )}
          {shown !== null && pane === 'changes' && (
            <Later label="Opening the changes">
              <ChangesPane app={app} version={shown} onVersion={show} />
            </Later>
          )}
          {shown !== null && (
            // Kept while the code is shown, so that the app's own state is not lost by a look at its source.
            <div className={classes.keep} hidden={pane !== 'preview'}>
              <PreviewFrame
                key={`${shown}/${reloads}`}
                appId={app.id}
                projectId={app.projectId}
                version={shown}
                onReload={reload}
                problems={problems}
              />
            </div>
          )}
        </div>
        {timeline && (
          <Later label="Opening the versions">
            <Versions
              app={app}
              versions={versions}
              shown={shown}
              acting={action.isPending ? action.variables : null}
              onShow={show}
              onCompare={(version) => {
                show(version);
                setPane('changes');
              }}
              onAct={act}
            />
          </Later>
        )}
      </div>
    </div>
  );
}

/** Before the first version: what is on its way, or how to begin. */
function NoVersion({ app }: { app: App }) {
  const builds = useBuilds(app.id);
  const active = builds.data?.find(isActive);
  if (active === undefined) {
    return (
      <div className={classes.center}>
        <Furnace title="Your app will appear here" text="It opens by itself as soon as the first build is ready." />
      </div>
    );
  }
  return (
    <div className={classes.center}>
      <Furnace
        hot
        title="Your app is being made"
        text="The conversation shows every step. You may close this page meanwhile: nothing is lost."
      />
    </div>
  );
}
