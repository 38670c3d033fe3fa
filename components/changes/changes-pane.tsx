import { Select } from '@mantine/core';
import { IconEqual, IconSeedling } from '@tabler/icons-react';
import { useState } from 'react';
import { Empty } from '#components/ui/empty.tsx';
import { LineCount } from '#components/ui/line-count.tsx';
import { Problem } from '#components/ui/problem.tsx';
import { Bar, Waiting } from '#components/ui/waiting.tsx';
import { useVersionDiff } from '#lib/client/use-version-diff.ts';
import type { App } from '#lib/contracts/app.ts';
import type { VersionDiff } from '#lib/contracts/version-diff.ts';
import classes from './changes-pane.module.css';
import { FileChanges } from './file-changes.tsx';
import { QueryChanges } from './query-changes.tsx';

interface ChangesPaneProps {
  app: App;
  version: number;
  onVersion(version: number): void;
}

/** What changed between two versions: first what it means for the queries, then line by line. */
export function ChangesPane({ app, version, onVersion }: ChangesPaneProps) {
  const [chosen, setChosen] = useState<number | null>(null);
  const against = chosen ?? (version > 1 ? version - 1 : null);
  const diff = useVersionDiff(app.id, version, against);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={classes.root} aria-label="Changes" tabIndex={0}>
      <div className={classes.head}>
        <VersionSelect label="Newer version" head={app.headVersion ?? version} value={version} onChange={onVersion} />
        <span className={classes.against}>compared with</span>
        <VersionSelect label="Older version" head={app.headVersion ?? version} value={against} onChange={setChosen} />
        {diff.data !== undefined && <Totals diff={diff.data} />}
      </div>
      {against === null ? (
        <Empty icon={<IconSeedling size={24} />} title="Version 1 is the first">
          Everything in it is new. Choose another version to compare it with.
        </Empty>
      ) : diff.isError ? (
        <Problem
          title="The versions could not be compared"
          error={diff.error}
          onRetry={() => void diff.refetch()}
          retrying={diff.isFetching}
        />
      ) : diff.data === undefined ? (
        <Waiting label="Comparing the versions" onRetry={() => void diff.refetch()}>
          <Bar height={64} />
          <Bar height={220} />
        </Waiting>
      ) : (
        <Changes app={app} diff={diff.data} />
      )}
    </section>
  );
}

function Changes({ app, diff }: { app: App; diff: VersionDiff }) {
  const { added, removed, changed } = diff.queries;
  const queries = added.length + removed.length + changed.length;
  if (queries + diff.files.length === 0) {
    return (
      <Empty icon={<IconEqual size={24} />} title="These versions are the same">
        They have the same files and ask for the same data.
      </Empty>
    );
  }
  return (
    <>
      <h2 className={classes.heading}>Queries</h2>
      {queries === 0 ? (
        <p className={classes.none}>Both ask for the same data.</p>
      ) : (
        <QueryChanges appId={app.id} projectId={app.projectId} queries={diff.queries} />
      )}
      <h2 className={classes.heading}>Files</h2>
      {diff.files.length === 0 ? (
        <p className={classes.none}>Both have the same files.</p>
      ) : (
        diff.files.map((file) => (
          <FileChanges key={`${diff.number}/${diff.against}/${file.path}`} file={file} many={diff.files.length > 12} />
        ))
      )}
    </>
  );
}

function Totals({ diff }: { diff: VersionDiff }) {
  const sum = (key: 'additions' | 'deletions') => diff.files.reduce((total, file) => total + file[key], 0);
  return (
    <span className={classes.totals}>
      {diff.files.length} {diff.files.length === 1 ? 'file' : 'files'} <LineCount added={sum('additions')} removed={sum('deletions')} />
    </span>
  );
}

interface VersionSelectProps {
  label: string;
  head: number;
  value: number | null;
  onChange(version: number): void;
}

function VersionSelect({ label, head, value, onChange }: VersionSelectProps) {
  const newest = Math.max(head, value ?? 1);
  return (
    <Select
      className={classes.version}
      size="xs"
      aria-label={label}
      placeholder="Version"
      data={Array.from({ length: newest }, (_, index) => ({ value: String(newest - index), label: `Version ${newest - index}` }))}
      value={value === null ? null : String(value)}
      allowDeselect={false}
      searchable={newest > 20}
      onChange={(text) => text !== null && onChange(Number(text))}
    />
  );
}
