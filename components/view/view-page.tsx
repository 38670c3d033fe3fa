'use client';

import { Button } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { IconMapQuestion, IconWorldOff } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { type ReactNode, useState } from 'react';
import { PreviewFrame } from '#components/builder/preview-frame.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { Problem } from '#components/ui/problem.tsx';
import { Bar, Waiting } from '#components/ui/waiting.tsx';
import { isMissing } from '#lib/client/api.ts';
import { appPath, viewPath } from '#lib/client/paths.ts';
import { useApp } from '#lib/client/use-app.ts';
import { useAppProblems } from '#lib/client/use-app-problems.ts';
import { useMe } from '#lib/client/use-me.ts';
import { forgetAddress } from '#lib/client/use-preview.ts';
import type { App } from '#lib/contracts/app.ts';
import { ViewBar } from './view-bar.tsx';
import classes from './view-page.module.css';
import { ViewProblems } from './view-problems.tsx';

interface ViewPageProps {
  appId: string;
  /** The version that the address names; only people who may edit the app can choose. */
  wanted: number | null;
}

/** An app that fills the page: what a colleague opens. */
export function ViewPage({ appId, wanted }: ViewPageProps) {
  const app = useApp(appId);
  if (app.data !== undefined) return <Shown app={app.data} wanted={wanted} />;
  if (isMissing(app.error)) return <NotOpen />;
  return (
    <Alone>
      <h1 className="gw-visually-hidden">App</h1>
      {app.isError ? (
        <Problem title="The app could not be opened" error={app.error} onRetry={() => void app.refetch()} retrying={app.isFetching}>
          <AllApps />
        </Problem>
      ) : (
        <Waiting label="Opening the app" onRetry={() => void app.refetch()}>
          <Bar height={28} width="40%" />
          <Bar height={220} />
        </Waiting>
      )}
    </Alone>
  );
}

function Shown({ app, wanted }: { app: App; wanted: number | null }) {
  const [reloads, setReloads] = useState(0);
  const version = app.can.edit && wanted !== null ? wanted : app.publishedVersion;
  const [readAt, setReadAt] = useState<number | null>(null);
  // The oldest rows on the page say how old it is.
  const noteRead = (at: number) => setReadAt((oldest) => (oldest === null ? at : Math.min(oldest, at)));
  const client = useQueryClient();
  const me = useMe();
  const { problems, view } = useAppProblems(version);
  const reload = () => {
    setReadAt(null);
    if (version !== null) forgetAddress(client, app.id, version);
    setReloads((count) => count + 1);
  };
  useDocumentTitle(`${app.name} · Glassworks`);
  if (version === null) return <NotPublished app={app} />;
  return (
    <div className={classes.root}>
      <ViewBar app={app} version={version} readAt={readAt} onReload={reload} />
      <main className={classes.stage} id="content">
        <PreviewFrame
          key={`${version}/${reloads}`}
          appId={app.id}
          projectId={app.projectId}
          version={version}
          onReload={reload}
          onRead={noteRead}
          problems={problems}
        />
        {view !== null && me.data?.id === app.owner.id && <ViewProblems app={app} problems={problems} view={view} />}
      </main>
    </div>
  );
}

/** Only people who may edit an app see it before it is published. */
function NotPublished({ app }: { app: App }) {
  return (
    <Alone>
      <h1 className="gw-visually-hidden">{app.name}</h1>
      <Empty icon={<IconWorldOff size={24} />} title={`“${app.name}” is not published`}>
        <p className={classes.text}>
          {app.headVersion === null
            ? 'It has no version yet. Colleagues can open it here once you have built and published one.'
            : 'Colleagues can open it here once you publish a version. You may look at the newest one meanwhile.'}
        </p>
        <div className={classes.ways}>
          {app.headVersion !== null && (
            <Button component={Link} href={viewPath(app.id, app.headVersion)}>
              Open version {app.headVersion}
            </Button>
          )}
          <Button component={Link} href={appPath(app.id)} variant="default">
            Go to the builder
          </Button>
        </div>
      </Empty>
    </Alone>
  );
}

function NotOpen() {
  useDocumentTitle('Nothing here · Glassworks');
  return (
    <Alone>
      <h1 className="gw-visually-hidden">Nothing here</h1>
      <Empty icon={<IconMapQuestion size={24} />} title="This app is not open to you">
        <p className={classes.text}>
          It does not exist, is not published, or is not shared with you. Ask the person who gave you the address to publish it.
        </p>
        <div className={classes.ways}>
          <AllApps />
        </div>
      </Empty>
    </Alone>
  );
}

const AllApps = () => (
  <Button component={Link} href="/" variant="default">
    All apps
  </Button>
);

const Alone = ({ children }: { children: ReactNode }) => (
  <main className={classes.alone} id="content">
    <div className={classes.inner}>{children}</div>
  </main>
);
