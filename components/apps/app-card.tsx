import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconDots, IconTrash, IconUsers } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useRef, useState } from 'react';
import { AppAccessDialog } from '#components/spaces/app-access-later.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { notifyDone, notifyProblem } from '#components/ui/notify.ts';
import { StateDot } from '#components/ui/state-dot.tsx';
import { formatAgo } from '#lib/client/format.ts';
import { appPath } from '#lib/client/paths.ts';
import { personName } from '#lib/client/person-name.ts';
import { useDeleteApp } from '#lib/client/use-apps.ts';
import { prepareBuilds } from '#lib/client/use-builds.ts';
import { useMe } from '#lib/client/use-me.ts';
import { preparePreview } from '#lib/client/use-preview.ts';
import type { App } from '#lib/contracts/app.ts';
import classes from './app-card.module.css';
import { ShareItems } from './share-items.tsx';

/** One app in the list: name, state of the newest build, versions, when it changed. */
export function AppCard({ app }: { app: App }) {
  const client = useQueryClient();
  const [near, setNear] = useState(false);
  const prepare = () => {
    preparePreview(client, app);
    prepareBuilds(client, app.id);
    // The page of one app is fetched whole, with its scripts; those of a whole list would be too much.
    setNear(true);
  };
  const me = useMe();
  return (
    <li className={classes.root}>
      <div className={classes.top}>
        <h3 className={classes.name}>
          <Link href={appPath(app.id)} className={classes.link} prefetch={near ? true : null} onPointerEnter={prepare} onFocus={prepare}>
            {app.unread && (
              <>
                <span className={classes.unread} aria-hidden />
                <span className="gw-visually-hidden">News: </span>
              </>
            )}
            {app.name}
          </Link>
        </h3>
        {(app.can.edit || app.publishedVersion !== null) && <CardMenu app={app} />}
      </div>
      <p className={classes.about}>{app.description ?? app.projectName}</p>
      <div className={classes.foot}>
        <State app={app} />
        <span className={classes.meta}>
          {ownerText(app, me.data?.id)}
          {versionText(app)} · <time dateTime={app.updatedAt}>{formatAgo(app.updatedAt)}</time>
        </span>
      </div>
    </li>
  );
}

/** How the newest build is doing; while it is on its way, also whose it is. Viewers see published apps only. */
function State({ app: { latestBuild: latest, followUp, can } }: { app: App }) {
  const me = useMe();
  if (latest === null) return <span className={classes.meta}>{can.edit ? 'Not built yet' : 'Published'}</span>;
  const by = latest.requestedBy;
  return (
    <span className={classes.state}>
      <StateDot status={latest.status} />
      {by !== null && me.data !== undefined && by.id !== me.data.id && <span className={classes.meta}>for {personName(by)}</span>}
      {followUp !== null && <span className={classes.meta}>+1 waits</span>}
    </span>
  );
}

const ownerText = ({ owner }: App, me: string | undefined) => (me === undefined || owner.id === me ? '' : `${personName(owner)} · `);

function versionText(app: App): string {
  if (app.headVersion === null) return 'no version';
  if (app.publishedVersion === null) return `version ${app.headVersion}`;
  return app.publishedVersion === app.headVersion
    ? `version ${app.headVersion}, published`
    : `version ${app.headVersion}, ${app.publishedVersion} published`;
}

function CardMenu({ app }: { app: App }) {
  const [asking, setAsking] = useState(false);
  const [sharing, setSharing] = useState(false);
  const menu = useRef<HTMLButtonElement>(null);
  const remove = useDeleteApp();
  // As a promise: the card, and what is told to `mutate` with it, may leave the page before the answer is complete.
  const confirm = () =>
    remove
      .mutateAsync(app.id)
      .then(
        () => notifyDone(`“${app.name}” was deleted.`),
        (error: Error) => notifyProblem('The app was not deleted', error),
      )
      .finally(() => setAsking(false));
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon ref={menu} className={classes.menu} variant="subtle" color="gray" aria-label={`More about ${app.name}`}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {app.headVersion !== null && <ShareItems app={app} {...(app.publishedVersion === null ? { version: app.headVersion } : {})} />}
          {app.can.edit && (
            <Menu.Item leftSection={<IconUsers size={16} />} onClick={() => setSharing(true)}>
              Who can see it
            </Menu.Item>
          )}
          {app.can.edit && (
            <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={() => setAsking(true)}>
              Delete
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {app.can.edit && <AppAccessDialog app={app} opened={sharing} onClose={() => setSharing(false)} opener={menu} />}
      <Dialog opened={asking} onClose={() => setAsking(false)} title={`Delete “${app.name}”?`} opener={menu}>
        <p className={classes.question}>Nobody can open it any more. An admin can bring it back.</p>
        <div className={classes.answers}>
          <Button variant="default" onClick={() => setAsking(false)}>
            Keep it
          </Button>
          <Button color="red" loading={remove.isPending} onClick={() => void confirm()}>
            Delete
          </Button>
        </div>
      </Dialog>
    </>
  );
}
