import { Button } from '@mantine/core';
import { IconDownload, IconFile } from '@tabler/icons-react';
import { memo, useState } from 'react';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Problem } from '#components/ui/problem.tsx';
import { Waiting } from '#components/ui/waiting.tsx';
import { countFolders } from '#lib/client/file-tree.ts';
import { formatBytes } from '#lib/client/format.ts';
import { highlight } from '#lib/client/highlight.ts';
import { saveFile } from '#lib/client/save-file.ts';
import { useVersionFile, useVersionFiles } from '#lib/client/use-version-files.ts';
import classes from './code-pane.module.css';
import { FileTree } from './file-tree.tsx';

const PIECE = 3_000;

/** The first file to look at: the app itself. */
function firstFile(paths: string[]): string | null {
  return paths.find((path) => /(^|\/)app\.tsx$/i.test(path)) ?? paths[0] ?? null;
}

/** The source of a version, to read. */
export function CodePane({ appId, version }: { appId: string; version: number }) {
  const files = useVersionFiles(appId, version);
  const [chosen, setChosen] = useState<string | null>(null);
  if (files.isPending) {
    return (
      <div className={classes.pad}>
        <Waiting label="Loading the list of files" onRetry={() => void files.refetch()} />
      </div>
    );
  }
  if (files.isError) {
    return (
      <div className={classes.pad}>
        <Problem
          title="The files could not be listed"
          error={files.error}
          onRetry={() => void files.refetch()}
          retrying={files.isFetching}
        />
      </div>
    );
  }
  const paths = files.data.map((file) => file.path);
  const path = chosen !== null && paths.includes(chosen) ? chosen : firstFile(paths);
  return (
    <div className={classes.root}>
      <nav className={classes.files} aria-label="Files">
        {countFolders(paths) > 1 ? (
          <FileTree
            paths={paths}
            chosen={path}
            titleOf={(one) => titleOf(files.data.find((file) => file.path === one))}
            onChoose={setChosen}
          />
        ) : (
          <ul>
            {files.data.map((file) => (
              <li key={file.path}>
                <button
                  type="button"
                  className={classes.file}
                  aria-current={file.path === path ? 'true' : undefined}
                  title={titleOf(file)}
                  onClick={() => setChosen(file.path)}
                >
                  <IconFile size={14} aria-hidden />
                  <FileName path={file.path} />
                </button>
              </li>
            ))}
          </ul>
        )}
      </nav>
      <FileText appId={appId} version={version} path={path} />
    </div>
  );
}

const titleOf = (file: { path: string; size: number } | undefined) => (file === undefined ? '' : `${file.path}, ${formatBytes(file.size)}`);

function FileName({ path }: { path: string }) {
  const cut = path.lastIndexOf('/') + 1;
  return (
    <span className={classes.name}>
      <span className={classes.folder}>{path.slice(0, cut)}</span>
      {path.slice(cut)}
    </span>
  );
}

function FileText({ appId, version, path }: { appId: string; version: number; path: string | null }) {
  const file = useVersionFile(appId, version, path);
  if (path === null) return <div className={classes.pad}>This version has no source files.</div>;
  if (file.isError) {
    return (
      <div className={classes.pad}>
        <Problem title={`${path} could not be read`} error={file.error} onRetry={() => void file.refetch()} retrying={file.isFetching} />
      </div>
    );
  }
  if (file.isPending) {
    return (
      <div className={classes.pad}>
        <Waiting label={`Loading ${path}`} onRetry={() => void file.refetch()} />
      </div>
    );
  }
  return <Source key={path} path={path} text={file.data.text} />;
}

/** The text of a file with its line numbers; a very long one in pieces, so that the page stays quick. */
function Source({ path, text }: { path: string; text: string }) {
  const [shown, setShown] = useState(PIECE);
  const lines = text.replace(/\n$/, '').split('\n');
  const whole = lines.length <= shown;
  return (
    <div className={classes.source}>
      <div className={classes.bar}>
        <span className={classes.path}>{path}</span>
        <span className={classes.size}>
          {lines.length.toLocaleString('en-US')} {lines.length === 1 ? 'line' : 'lines'}
        </span>
        <CopyButton text={text} size="compact-xs" variant="subtle" color="gray" />
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          leftSection={<IconDownload size={14} />}
          aria-label={`Download ${path}`}
          onClick={() => saveFile({ filename: path, mime: 'text/plain', text })}
        >
          Download
        </Button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section className={classes.code} aria-label={path} tabIndex={0}>
        <pre className={classes.numbers} aria-hidden>
          {Array.from({ length: Math.min(shown, lines.length) }, (_, index) => index + 1).join('\n')}
        </pre>
        <pre className={classes.text}>
          <Coloured text={whole ? text : lines.slice(0, shown).join('\n')} />
        </pre>
      </section>
      {!whole && (
        <Button className={classes.more} size="compact-sm" variant="default" onClick={() => setShown((count) => count + PIECE)}>
          Show more: {shown.toLocaleString('en-US')} of {lines.length.toLocaleString('en-US')} lines are shown
        </Button>
      )}
    </div>
  );
}

const Coloured = memo(function Coloured({ text }: { text: string }) {
  let at = 0;
  return (
    <code>
      {highlight(text).map(({ kind, text: piece }) => {
        const start = at;
        at += piece.length;
        return kind === 'plain' ? (
          piece
        ) : (
          <span key={start} data-kind={kind}>
            {piece}
          </span>
        );
      })}
    </code>
  );
});
