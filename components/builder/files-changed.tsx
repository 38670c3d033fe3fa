import { LineCount } from '#components/ui/line-count.tsx';
import type { FileLine } from '#lib/client/transcript.ts';
import classes from './files-changed.module.css';

const WORDS: Record<FileLine['change'], string> = { created: 'new', edited: 'changed', deleted: 'deleted' };

/** The files that a build touched, with lines added and removed. */
export function FilesChanged({ files, open, onToggle }: { files: FileLine[]; open: boolean; onToggle(): void }) {
  if (files.length === 0) return null;
  const added = files.reduce((sum, file) => sum + file.additions, 0);
  const removed = files.reduce((sum, file) => sum + file.deletions, 0);
  return (
    <div className={classes.root}>
      <button type="button" className={classes.summary} aria-expanded={open} onClick={onToggle}>
        {files.length === 1 ? '1 file' : `${files.length} files`}
        <LineCount added={added} removed={removed} />
      </button>
      {open && (
        <ul className={classes.list} aria-label="Files changed">
          {files.map((file) => (
            <li key={file.path} className={classes.file}>
              <code className={classes.path}>{file.path}</code>
              <span className={classes.word}>{WORDS[file.change]}</span>
              <LineCount added={file.additions} removed={file.deletions} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
