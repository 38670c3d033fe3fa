import type { FileLine } from '#lib/client/transcript.ts';
import classes from './files-changed.module.css';

const WORDS: Record<FileLine['change'], string> = { created: 'new', edited: 'changed', deleted: 'deleted' };

/** The files that a build touched, with lines added and removed. */
export function FilesChanged({ files }: { files: FileLine[] }) {
  if (files.length === 0) return null;
  const added = files.reduce((sum, file) => sum + file.additions, 0);
  const removed = files.reduce((sum, file) => sum + file.deletions, 0);
  return (
    <details className={classes.root}>
      <summary className={classes.summary}>
        {files.length === 1 ? '1 file' : `${files.length} files`}
        <Count added={added} removed={removed} />
      </summary>
      <ul className={classes.list} aria-label="Files changed">
        {files.map((file) => (
          <li key={file.path} className={classes.file}>
            <code className={classes.path}>{file.path}</code>
            <span className={classes.word}>{WORDS[file.change]}</span>
            <Count added={file.additions} removed={file.deletions} />
          </li>
        ))}
      </ul>
    </details>
  );
}

function Count({ added, removed }: { added: number; removed: number }) {
  return (
    <span className={classes.count}>
      <span className={classes.added}>
        <span className="gw-visually-hidden">lines added: </span>+{added}
      </span>
      <span className={classes.removed}>
        <span className="gw-visually-hidden">lines removed: </span>−{removed}
      </span>
    </span>
  );
}
