import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconDots, IconTrash } from '@tabler/icons-react';
import Link from 'next/link';
import { useState } from 'react';
import { Dialog } from '#components/ui/dialog.tsx';
import { notifyDone, notifyProblem } from '#components/ui/notify.ts';
import { StateDot } from '#components/ui/state-dot.tsx';
import { formatAgo } from '#lib/client/format.ts';
import { useDeleteApp } from '#lib/client/use-apps.ts';
import type { App } from '#lib/contracts/app.ts';
import classes from './app-card.module.css';
import { ShareItems } from './share-items.tsx';

/** One app in the list: name, state of the newest build, versions, when it changed. */
export function AppCard({ app }: { app: App }) {
  return (
    <li className={classes.root}>
      <div className={classes.top}>
        <h3 className={classes.name}>
          <Link href={`/apps/${app.id}`} className={classes.link}>
            {app.name}
          </Link>
        </h3>
        {(app.can.edit || app.publishedVersion !== null) && <CardMenu app={app} />}
      </div>
      <p className={classes.about}>{app.description ?? app.projectName}</p>
      <div className={classes.foot}>
        {app.latestBuild === null ? <span className={classes.meta}>Not built yet</span> : <StateDot status={app.latestBuild.status} />}
        <span className={classes.meta}>
          {versionText(app)} · <time dateTime={app.updatedAt}>{formatAgo(app.updatedAt)}</time>
        </span>
      </div>
    </li>
  );
}

function versionText(app: App): string {
  if (app.headVersion === null) return 'no version';
  if (app.publishedVersion === null) return `version ${app.headVersion}`;
  return app.publishedVersion === app.headVersion
    ? `version ${app.headVersion}, published`
    : `version ${app.headVersion}, ${app.publishedVersion} published`;
}

function CardMenu({ app }: { app: App }) {
  const [asking, setAsking] = useState(false);
  const remove = useDeleteApp();
  function confirm() {
    remove.mutate(app.id, {
      onSuccess: () => notifyDone(`“${app.name}” was deleted.`),
      onError: (error) => notifyProblem('The app was not deleted', error),
      onSettled: () => setAsking(false),
    });
  }
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon className={classes.menu} variant="subtle" color="gray" aria-label={`More about ${app.name}`}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {app.headVersion !== null && <ShareItems app={app} {...(app.publishedVersion === null ? { version: app.headVersion } : {})} />}
          {app.can.edit && (
            <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={() => setAsking(true)}>
              Delete
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <Dialog opened={asking} onClose={() => setAsking(false)} title={`Delete “${app.name}”?`}>
        <p className={classes.question}>Nobody can open it any more. An admin can bring it back.</p>
        <div className={classes.answers}>
          <Button variant="default" onClick={() => setAsking(false)}>
            Keep it
          </Button>
          <Button color="red" loading={remove.isPending} onClick={confirm}>
            Delete
          </Button>
        </div>
      </Dialog>
    </>
  );
}
