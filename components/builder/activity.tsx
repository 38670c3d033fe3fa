import { IconBulb, IconEye, IconPencil, IconTerminal2, IconTool, IconX } from '@tabler/icons-react';
import { memo } from 'react';
import { LineCount } from '#components/ui/line-count.tsx';
import { summarizeActivity, type ToolKind, toolKind } from '#lib/client/activity-summary.ts';
import type { ActivityLine } from '#lib/client/transcript.ts';
import classes from './activity.module.css';

const ICONS: Record<ToolKind, typeof IconEye> = { look: IconEye, write: IconPencil, run: IconTerminal2, other: IconTool };
/** A group of so many lines is shown as it is. */
const FEW = 6;

interface ActivityProps {
  lines: ActivityLine[];
  /** All lines are shown, in the rows that follow. */
  open: boolean;
  /** The group was watched as it grew: its last lines stay, in as much room as the first ones took. */
  live: boolean;
  onToggle(): void;
}

/** What the agent did between two texts. A long group is one sentence, and its lines on demand. */
export const Activity = memo(function Activity({ lines, open, live, onToggle }: ActivityProps) {
  const long = lines.length > FEW;
  const shown = open ? [] : long ? (live ? lines.slice(1 - FEW) : []) : lines;
  return (
    <div className={classes.root}>
      {long && (
        <button type="button" className={classes.summary} aria-expanded={open} onClick={onToggle}>
          <span className={classes.what}>{summarizeActivity(lines)}</span>
          <span className={classes.more}>{open ? 'Show less' : 'Show all'}</span>
        </button>
      )}
      {shown.length > 0 && <Lines lines={shown} oneLineEach={long} />}
    </div>
  );
});

/** Lines of a group that was unfolded. */
export const MoreLines = memo(function MoreLines({ lines }: { lines: ActivityLine[] }) {
  return (
    <div className={classes.root}>
      <Lines lines={lines} oneLineEach={false} />
    </div>
  );
});

function Lines({ lines, oneLineEach }: { lines: ActivityLine[]; oneLineEach: boolean }) {
  return (
    <ul className={classes.list} data-one-line={oneLineEach || undefined}>
      {lines.map((line, place) => (
        // Where lines pass through, a place keeps its element: what changes is its text, and nothing moves.
        <li key={oneLineEach ? place : line.key} className={classes.line} data-status={line.type === 'tool' ? line.status : undefined}>
          {line.type === 'tool' ? <ToolLine line={line} /> : <ThoughtLine summary={line.summary} />}
        </li>
      ))}
    </ul>
  );
}

function ToolLine({ line }: { line: Extract<ActivityLine, { type: 'tool' }> }) {
  const Icon = line.status === 'failed' ? IconX : ICONS[toolKind(line.name)];
  const fileName = line.path?.split('/').at(-1);
  const namesFile = fileName === undefined || line.summary.includes(fileName);
  return (
    <>
      <Icon size={14} className={classes.icon} aria-hidden />
      <span className={classes.text} title={line.summary}>
        {line.summary}
        {!namesFile && <code className={classes.path}>{line.path}</code>}
        {line.status === 'failed' && <span className={classes.failed}> failed</span>}
      </span>
      {line.changed !== null && <LineCount added={line.changed.additions} removed={line.changed.deletions} />}
    </>
  );
}

function ThoughtLine({ summary }: { summary: string }) {
  return (
    <>
      <IconBulb size={14} className={classes.icon} aria-hidden />
      <span className={`${classes.text} ${classes.thought}`} title={summary}>
        {summary}
      </span>
    </>
  );
}
