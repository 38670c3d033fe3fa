import { IconFile } from '@tabler/icons-react';
import { useState } from 'react';
import { Problem } from '#components/ui/problem.tsx';
import { Waiting } from '#components/ui/waiting.tsx';
import { formatBytes } from '#lib/client/format.ts';
import { useVersionFile, useVersionFiles } from '#lib/client/use-version-files.ts';
import classes from './code-pane.module.css';

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
        <ul>
          {files.data.map((file) => (
            <li key={file.path}>
              <button
                type="button"
                className={classes.file}
                aria-current={file.path === path ? 'true' : undefined}
                title={`${file.path}, ${formatBytes(file.size)}`}
                onClick={() => setChosen(file.path)}
              >
                <IconFile size={14} aria-hidden />
                <FileName path={file.path} />
              </button>
            </li>
          ))}
        </ul>
      </nav>
      <FileText appId={appId} version={version} path={path} />
    </div>
  );
}

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
  const lines = file.data.text.replace(/\n$/, '').split('\n').length;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={classes.code} aria-label={path} tabIndex={0}>
      <pre className={classes.numbers} aria-hidden>
        {Array.from({ length: lines }, (_, index) => index + 1).join('\n')}
      </pre>
      <pre className={classes.text}>
        <code>{file.data.text}</code>
      </pre>
    </section>
  );
}
