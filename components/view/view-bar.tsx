import { ActionIcon, Badge, Button, Tooltip } from '@mantine/core';
import { IconChevronDown, IconChevronUp, IconPencil, IconRefresh } from '@tabler/icons-react';
import Link from 'next/link';
import { useState } from 'react';
import { Logo } from '#components/ui/logo.tsx';
import { formatMoment } from '#lib/client/format.ts';
import { appPath } from '#lib/client/paths.ts';
import { personName } from '#lib/client/person-name.ts';
import type { App } from '#lib/contracts/app.ts';
import classes from './view-bar.module.css';

interface ViewBarProps {
  app: App;
  version: number;
  /** When the oldest rows that the app shows were read, in milliseconds since 1970; null while it has none. */
  readAt: number | null;
  onReload(): void;
}

/** Which app this is, whose, and what can be done here. It can be put away for presenting, and comes back with the page. */
export function ViewBar(props: ViewBarProps) {
  const [open, setOpen] = useState(true);
  const label = open ? 'Hide the bar' : 'Show the bar';
  return (
    <header className={open ? classes.root : classes.hidden}>
      {open && <About {...props} />}
      <Tooltip label={label}>
        <ActionIcon
          className={open ? undefined : classes.handle}
          variant={open ? 'subtle' : 'default'}
          color="gray"
          aria-label={label}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {open ? <IconChevronUp size={17} /> : <IconChevronDown size={17} />}
        </ActionIcon>
      </Tooltip>
    </header>
  );
}

function About({ app, version, readAt, onReload }: ViewBarProps) {
  return (
    <>
      <Link href="/" className={classes.home} aria-label="Glassworks, all apps">
        <Logo />
      </Link>
      <h1 className={classes.name}>{app.name}</h1>
      <p className={classes.meta}>
        <span className={classes.version}>Version {version}</span>
        {version !== app.publishedVersion && (
          <Badge size="sm" variant="light" color="ember">
            Not published
          </Badge>
        )}
        <span className={classes.author}>by {personName(app.owner)}</span>
      </p>
      <div className={classes.end}>
        {readAt !== null && (
          <time className={classes.read} dateTime={new Date(readAt).toISOString()} title={new Date(readAt).toLocaleString()}>
            Data of {formatMoment(readAt)}
          </time>
        )}
        <Tooltip label="Reload the app">
          <ActionIcon variant="subtle" color="gray" aria-label="Reload the app" onClick={onReload}>
            <IconRefresh size={17} />
          </ActionIcon>
        </Tooltip>
        {app.can.edit && (
          <Button
            component={Link}
            href={appPath(app.id)}
            size="compact-sm"
            variant="subtle"
            color="gray"
            leftSection={<IconPencil size={15} />}
          >
            Edit
          </Button>
        )}
      </div>
    </>
  );
}
