import { IconAlertCircle, IconCircleCheck, IconCircleDashed, IconInfoCircle } from '@tabler/icons-react';
import { memo } from 'react';
import { Markdown } from '#components/ui/markdown.tsx';
import { checkLabel } from '#lib/client/check-labels.ts';
import { type CheckLine, isDraftNotice, type Transcript, type TranscriptItem } from '#lib/client/transcript.ts';
import { Activity } from './activity.tsx';
import { FilesChanged } from './files-changed.tsx';
import classes from './transcript-view.module.css';

/** What the agent said and did in one build, in order. */
export function TranscriptView({ transcript }: { transcript: Transcript }) {
  const running = transcript.done === null;
  const failed = transcript.checks.filter((check) => check.status === 'failed');
  return (
    <div className={classes.root}>
      {transcript.items.map((item, index) =>
        !running && isDraftNotice(item) ? null : (
          <Item key={item.key} item={item} growing={running && index === transcript.items.length - 1} />
        ),
      )}
      <FilesChanged files={transcript.files} />
      {(failed.length > 0 || !running) && <Checks checks={transcript.checks} />}
    </div>
  );
}

const Item = memo(function Item({ item, growing }: { item: TranscriptItem; growing: boolean }) {
  if (item.type === 'activity') return <Activity lines={item.lines} growing={growing} />;
  if (item.type === 'notice') {
    return (
      <p className={classes.notice}>
        <IconInfoCircle size={16} aria-hidden />
        {item.message}
      </p>
    );
  }
  return (
    // Busy while it streams: a screen reader reads the block once it is whole, not every word of it.
    <div
      className={classes.text}
      data-streaming={item.streaming || undefined}
      aria-live={growing ? 'polite' : 'off'}
      aria-busy={item.streaming}
    >
      <Markdown text={item.text} />
    </div>
  );
});

const CHECK_ICONS = { passed: IconCircleCheck, failed: IconAlertCircle, skipped: IconCircleDashed };

function Checks({ checks }: { checks: CheckLine[] }) {
  if (checks.length === 0) return null;
  return (
    <ul className={classes.checks} aria-label="Checks">
      {checks.map((check) => {
        const Icon = CHECK_ICONS[check.status];
        return (
          <li key={check.name} className={classes.check} data-status={check.status}>
            <Icon size={15} aria-label={check.status} />
            <span>
              {checkLabel(check.name)}
              {check.message !== null && <span className={classes.checkMessage}>{check.message}</span>}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
