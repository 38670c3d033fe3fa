import { ActionIcon, Button, Menu, SegmentedControl, Tooltip } from '@mantine/core';
import { IconDownload, IconHistory, IconRefresh, IconShare2, IconUsers, IconWorldCheck, IconWorldUpload } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { ShareItems } from '#components/apps/share-items.tsx';
import { AppAccessDialog } from '#components/spaces/app-access-later.tsx';
import { downloadPath, type VersionAction } from '#lib/client/use-versions.ts';
import type { App } from '#lib/contracts/app.ts';
import classes from './app-toolbar.module.css';

export type Pane = 'preview' | 'code' | 'changes';

interface AppToolbarProps {
  app: App;
  shown: number | null;
  pane: Pane;
  onPane(pane: Pane): void;
  timeline: boolean;
  onTimeline(open: boolean): void;
  onNewest(): void;
  onReload(): void;
  onAct(action: VersionAction): void;
  acting: boolean;
}

const PANES = [
  { value: 'preview', label: 'Preview' },
  { value: 'code', label: 'Code' },
  { value: 'changes', label: 'Changes' },
] satisfies { value: Pane; label: string }[];

/** What is shown, and what can be done with it. */
export function AppToolbar(props: AppToolbarProps) {
  const { app, shown, pane, timeline } = props;
  return (
    <div className={classes.root}>
      {/* Source and changes are for those who may read the source. */}
      {app.can.edit && (
        <SegmentedControl
          className={classes.panes}
          size="xs"
          data={PANES}
          value={pane}
          onChange={props.onPane}
          aria-label="What to show"
          disabled={shown === null}
        />
      )}
      {shown !== null && (
        <span className={classes.shown}>
          <span className={classes.number}>Version {shown}</span>
          {shown !== app.headVersion && (
            <Button size="compact-xs" variant="light" color="ember" onClick={props.onNewest}>
              Back to newest
            </Button>
          )}
        </span>
      )}
      <div className={classes.end}>
        <Tooltip label="Reload the app">
          <ActionIcon variant="subtle" color="gray" aria-label="Reload the app" disabled={shown === null} onClick={props.onReload}>
            <IconRefresh size={17} />
          </ActionIcon>
        </Tooltip>
        {shown !== null && (
          <Tooltip label={`Download source of version ${shown}`}>
            <ActionIcon
              component="a"
              variant="subtle"
              color="gray"
              aria-label="Download source"
              href={downloadPath(app.id, shown)}
              download
            >
              <IconDownload size={17} />
            </ActionIcon>
          </Tooltip>
        )}
        {shown !== null && <ShareMenu app={app} shown={shown} />}
        <Button
          size="compact-sm"
          variant={timeline ? 'light' : 'subtle'}
          color={timeline ? 'glass' : 'gray'}
          leftSection={<IconHistory size={16} />}
          aria-expanded={timeline}
          onClick={() => props.onTimeline(!timeline)}
        >
          <span className={classes.label}>Versions</span>
        </Button>
        {shown !== null && app.can.publish && <PublishButton {...props} shown={shown} />}
      </div>
    </div>
  );
}

function ShareMenu({ app, shown }: { app: App; shown: number }) {
  const [sharing, setSharing] = useState(false);
  const menu = useRef<HTMLButtonElement>(null);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon ref={menu} variant="subtle" color="gray" aria-label="Share the app" title="Share the app">
            <IconShare2 size={17} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {app.can.edit && (
            <Menu.Item leftSection={<IconUsers size={16} />} onClick={() => setSharing(true)}>
              Who can see it
            </Menu.Item>
          )}
          <ShareItems app={app} version={shown} />
        </Menu.Dropdown>
      </Menu>
      {app.can.edit && <AppAccessDialog app={app} opened={sharing} onClose={() => setSharing(false)} opener={menu} />}
    </>
  );
}

function PublishButton({ app, shown, onAct, acting }: AppToolbarProps & { shown: number }) {
  if (app.publishedVersion === shown) {
    return (
      <span className={classes.published}>
        <IconWorldCheck size={16} aria-hidden />
        Published
      </span>
    );
  }
  const about = app.publishedVersion === null ? 'Viewers see nothing yet' : `Viewers see version ${app.publishedVersion}`;
  return (
    <Tooltip label={about}>
      <Button
        size="compact-sm"
        leftSection={<IconWorldUpload size={16} />}
        loading={acting}
        onClick={() => onAct({ kind: 'publish', version: shown })}
      >
        Publish
      </Button>
    </Tooltip>
  );
}
