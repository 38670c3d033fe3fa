import { Button } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { LineCount } from '#components/ui/line-count.tsx';
import { type PatchLine, parsePatch } from '#lib/client/parse-patch.ts';
import type { FileDiff } from '#lib/contracts/version-diff.ts';
import classes from './file-changes.module.css';

/** A long patch opens on demand, and in pieces. */
const OPEN_UP_TO = 300;
const PIECE = 600;

const STATUS: Record<FileDiff['status'], string | null> = { added: 'new', removed: 'deleted', changed: null };
const LEFT_OUT: Record<NonNullable<FileDiff['leftOut']>, string> = {
  binary: 'This file is no text, so its lines are not compared.',
  too_large: 'There is too much in this file to compare line by line. Download both versions to compare it.',
};

/** One file: its counts, and the lines that changed. `many` keeps it closed until it is asked for. */
export function FileChanges({ file, many }: { file: FileDiff; many: boolean }) {
  const [open, setOpen] = useState(!many && file.additions + file.deletions <= OPEN_UP_TO);
  const status = STATUS[file.status];
  return (
    <details className={classes.root} open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className={classes.head}>
        <IconChevronRight className={classes.chevron} size={15} aria-hidden />
        <span className={classes.path}>{file.path}</span>
        {status !== null && <span className={classes.status}>{status}</span>}
        <LineCount added={file.additions} removed={file.deletions} />
      </summary>
      {open &&
        (file.patch === null ? <p className={classes.note}>{LEFT_OUT[file.leftOut ?? 'too_large']}</p> : <Lines patch={file.patch} />)}
    </details>
  );
}

function Lines({ patch }: { patch: string }) {
  const lines = useMemo(() => parsePatch(patch), [patch]);
  const [shown, setShown] = useState(PIECE);
  if (lines.length === 0) return <p className={classes.note}>The file is empty.</p>;
  return (
    <>
      <table className={classes.lines}>
        <tbody>
          {lines.slice(0, shown).map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a patch never changes
            <Line key={index} line={line} />
          ))}
        </tbody>
      </table>
      {lines.length > shown && (
        <Button className={classes.more} size="compact-sm" variant="default" onClick={() => setShown((count) => count + PIECE)}>
          Show {Math.min(PIECE, lines.length - shown)} more of {lines.length} lines
        </Button>
      )}
    </>
  );
}

const SIGN = { added: '+', removed: '−', same: '', skipped: '' } as const;
const SAID = { added: 'added', removed: 'removed', same: null, skipped: null } as const;

function Line({ line }: { line: PatchLine }) {
  if (line.kind === 'skipped') {
    return (
      <tr className={classes.skipped}>
        <td colSpan={3}>⋯ {line.text}</td>
      </tr>
    );
  }
  const said = SAID[line.kind];
  return (
    <tr data-kind={line.kind}>
      <td className={classes.number}>{line.old}</td>
      <td className={classes.number}>{line.now}</td>
      <td className={classes.text}>
        <span className={classes.sign} aria-hidden>
          {SIGN[line.kind]}
        </span>
        {said !== null && <span className="gw-visually-hidden">{said}: </span>}
        <code>{line.text}</code>
      </td>
    </tr>
  );
}
