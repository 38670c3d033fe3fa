import { IconBulb, IconEye, IconPencil, IconTerminal2, IconTool, IconX } from '@tabler/icons-react';
import { memo, useState } from 'react';
import { summarizeActivity, type ToolKind, toolKind } from '#lib/client/activity-summary.ts';
import type { ActivityLine } from '#lib/client/transcript.ts';
import classes from './activity.module.css';

const ICONS: Record<ToolKind, typeof IconEye> = { look: IconEye, write: IconPencil, run: IconTerminal2, other: IconTool };
const FEW = 3;
const TAIL = 5;

/** What the agent did between two texts. A long group shows its last lines while it grows, and one sentence afterwards. */
export const Activity = memo(function Activity({ lines, growing }: { lines: ActivityLine[]; growing: boolean }) {
  const [open, setOpen] = useState(false);
  const long = lines.length > FEW;
  const hidden = open ? 0 : growing ? Math.max(0, lines.length - TAIL) : long ? lines.length : 0;
  return (
    <div className={classes.root}>
      {long && (
        <button type="button" className={classes.summary} aria-expanded={open} onClick={() => setOpen(!open)}>
          {summarizeActivity(lines)}
          <span className={classes.more}>{open ? 'Show less' : 'Show all'}</span>
        </button>
      )}
      {hidden < lines.length && (
        <ul className={classes.list}>
          {lines.slice(hidden).map((line) => (
            <li key={line.key} className={classes.line} data-status={line.type === 'tool' ? line.status : undefined}>
              {line.type === 'tool' ? <ToolLine line={line} /> : <ThoughtLine summary={line.summary} />}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
});

function ToolLine({ line }: { line: Extract<ActivityLine, { type: 'tool' }> }) {
  const Icon = line.status === 'failed' ? IconX : ICONS[toolKind(line.name)];
  const fileName = line.path?.split('/').at(-1);
  const namesFile = fileName === undefined || line.summary.includes(fileName);
  return (
    <>
      <Icon size={14} className={classes.icon} aria-hidden />
      <span className={classes.text}>
        {line.summary}
        {!namesFile && <code className={classes.path}>{line.path}</code>}
        {line.status === 'failed' && <span className={classes.failed}> failed</span>}
      </span>
    </>
  );
}

function ThoughtLine({ summary }: { summary: string }) {
  return (
    <>
      <IconBulb size={14} className={classes.icon} aria-hidden />
      <span className={classes.thought}>{summary}</span>
    </>
  );
}
