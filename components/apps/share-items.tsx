import { Menu } from '@mantine/core';
import { IconLink, IconMaximize } from '@tabler/icons-react';
import { copyText } from '#components/ui/copy-text.ts';
import { notifyDone } from '#components/ui/notify.ts';
import { viewPath } from '#lib/client/paths.ts';
import type { App } from '#lib/contracts/app.ts';

interface ShareItemsProps {
  app: App;
  /** The version that is looked at; by default the published one. */
  version?: number;
}

/** Menu items: the app on a page of its own, and its address to give away. */
export function ShareItems({ app, version }: ShareItemsProps) {
  const other = version !== undefined && version !== app.publishedVersion;
  const path = viewPath(app.id, other ? version : undefined);
  return (
    <>
      <Menu.Item component="a" href={path} target="_blank" leftSection={<IconMaximize size={16} />}>
        Open full screen
      </Menu.Item>
      <Menu.Item leftSection={<IconLink size={16} />} onClick={() => void copyLink(app)}>
        Copy link
      </Menu.Item>
    </>
  );
}

async function copyLink(app: App): Promise<void> {
  const address = new URL(viewPath(app.id), window.location.origin).href;
  const published = app.publishedVersion !== null;
  const copied = await copyText(address, `The address is ${address}`);
  if (copied) notifyDone(published ? 'The link is copied.' : 'The link is copied. It opens for others once you publish a version.');
}
