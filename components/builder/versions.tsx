import { Badge, Button } from '@mantine/core';
import { IconFileDiff, IconRestore, IconWorldOff, IconWorldUpload } from '@tabler/icons-react';
import { LineCount } from '#components/ui/line-count.tsx';
import { LoadMore } from '#components/ui/load-more.tsx';
import { Problem } from '#components/ui/problem.tsx';
import { Bar, Waiting } from '#components/ui/waiting.tsx';
import { formatAgo } from '#lib/client/format.ts';
import type { VersionAction } from '#lib/client/use-versions.ts';
import type { App, Version } from '#lib/contracts/app.ts';

import classes from './versions.module.css';

interface VersionsProps {
  app: App;
  versions: {
    data: Version[] | undefined;
    error: Error | null;
    isFetching: boolean;
    refetch(): unknown;
    hasNextPage?: boolean;
    isFetchingNextPage?: boolean;
    fetchNextPage?(): unknown;
  };
  shown: number | null;
  /** The action under way, if any. */
  acting: VersionAction | null;
  onShow(version: number): void;
  /** Asks what changed since the version before. */
  onCompare(version: number): void;
  onAct(action: VersionAction): void;
}

/** The line of an app's versions, newest first. */
export function Versions({ app, versions, shown, acting, onShow, onCompare, onAct }: VersionsProps) {
  return (
    <aside className={classes.root} aria-label="Versions">
      <h2 className={classes.title}>Versions</h2>
      <Body app={app} versions={versions} shown={shown} acting={acting} onShow={onShow} onCompare={onCompare} onAct={onAct} />
    </aside>
  );
}

function Body({ app, versions, shown, acting, onShow, onCompare, onAct }: VersionsProps) {
  if (versions.error !== null && versions.data === undefined) {
    return (
      <Problem
        title="The versions could not be loaded"
        error={versions.error}
        onRetry={() => void versions.refetch()}
        retrying={versions.isFetching}
      />
    );
  }
  if (versions.data === undefined) {
    return (
      <Waiting label="Loading the versions" onRetry={() => void versions.refetch()}>
        <Bar height={58} />
        <Bar height={58} />
      </Waiting>
    );
  }
  if (versions.data.length === 0) return <p className={classes.none}>The first finished build makes version 1.</p>;
  return (
    <ol className={classes.list}>
      {versions.data.map((version) => (
        <li
          key={version.number}
          className={classes.item}
          aria-label={`Version ${version.number}`}
          data-shown={version.number === shown || undefined}
        >
          <button type="button" className={classes.show} aria-pressed={version.number === shown} onClick={() => onShow(version.number)}>
            <span className={classes.line}>
              <span className={classes.number}>Version {version.number}</span>
              {version.published && (
                <Badge size="sm" variant="light" tt="none" className={classes.badge}>
                  Published
                </Badge>
              )}
              {version.lines !== null && (
                <span className={classes.lines}>
                  <LineCount added={version.lines.added} removed={version.lines.removed} />
                </span>
              )}
              <time className={classes.ago} dateTime={version.createdAt}>
                {formatAgo(version.createdAt, Date.now(), 'narrow')}
              </time>
            </span>
            <span className={classes.prompt}>
              {version.restoredFrom === null ? version.prompt : `Restored from version ${version.restoredFrom}`}
            </span>
          </button>
          <VersionActions app={app} version={version} acting={acting} onCompare={onCompare} onAct={onAct} />
        </li>
      ))}
      {versions.hasNextPage && (
        <li>
          <LoadMore
            label="Show older versions"
            loading={versions.isFetchingNextPage ?? false}
            failed={versions.error !== null}
            onLoad={() => void versions.fetchNextPage?.()}
          />
        </li>
      )}
    </ol>
  );
}

function VersionActions({
  app,
  version,
  acting,
  onCompare,
  onAct,
}: {
  app: App;
  version: Version;
  acting: VersionAction | null;
  onCompare(version: number): void;
  onAct(action: VersionAction): void;
}) {
  const { number } = version;
  const busy = (kind: VersionAction['kind']) => acting?.kind === kind && (acting.kind === 'unpublish' || acting.version === number);
  const common = { size: 'compact-xs', variant: 'subtle', disabled: acting !== null } as const;
  return (
    <div className={classes.actions}>
      {app.can.edit && number > 1 && (
        <Button
          {...common}
          disabled={false}
          leftSection={<IconFileDiff size={13} />}
          aria-label={`What changed in version ${number}`}
          onClick={() => onCompare(number)}
        >
          What changed
        </Button>
      )}
      {app.can.edit && number !== app.headVersion && (
        <Button
          {...common}
          leftSection={<IconRestore size={13} />}
          loading={busy('restore')}
          aria-label={`Restore version ${number}`}
          onClick={() => onAct({ kind: 'restore', version: number })}
        >
          Restore
        </Button>
      )}
      {app.can.publish && !version.published && (
        <Button
          {...common}
          leftSection={<IconWorldUpload size={13} />}
          loading={busy('publish')}
          aria-label={`Publish version ${number}`}
          onClick={() => onAct({ kind: 'publish', version: number })}
        >
          Publish
        </Button>
      )}
      {app.can.publish && version.published && (
        <Button
          {...common}
          leftSection={<IconWorldOff size={13} />}
          loading={busy('unpublish')}
          aria-label={`Unpublish version ${number}`}
          onClick={() => onAct({ kind: 'unpublish' })}
        >
          Unpublish
        </Button>
      )}
    </div>
  );
}
