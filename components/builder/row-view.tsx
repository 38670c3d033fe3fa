import { Button } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { memo } from 'react';
import { Problem } from '#components/ui/problem.tsx';
import { Bar, Waiting } from '#components/ui/waiting.tsx';
import type { Row } from '#lib/client/conversation-rows.ts';
import type { ConversationTurn } from '#lib/client/use-conversation.ts';
import { Activity, MoreLines } from './activity.tsx';
import { FailedCheck } from './checks.tsx';
import classes from './row-view.module.css';
import { Said } from './said.tsx';
import { TurnHead } from './turn-head.tsx';
import { TurnTail } from './turn-tail.tsx';

export interface RowActions {
  isOpen(key: string): boolean;
  onToggle(key: string): void;
  onUnfold(buildId: string): void;
  onShowVersion(version: number): void;
  onCancel?: ((buildId: string) => void) | undefined;
  onAgain?: ((prompt: string) => void) | undefined;
}

interface RowProps {
  row: Row;
  turn: ConversationTurn;
  actions: RowActions;
}

/** One row of the conversation; drawn again only when what it shows has changed. */
export const RowView = memo(
  function RowView(props: RowProps) {
    return contentOf(props);
  },
  (before, after) =>
    before.actions === after.actions && isSame(before.row, after.row) && (!SHOWS_TURN.has(after.row.kind) || before.turn === after.turn),
);

const SHOWS_TURN: ReadonlySet<Row['kind']> = new Set(['head', 'loading', 'broken', 'tail']);

function isSame(a: Row, b: Row): boolean {
  const [before, after] = [Object.entries(a), Object.entries(b)];
  return (
    before.length === after.length && after.every(([name, value], place) => before[place]?.[0] === name && before[place]?.[1] === value)
  );
}

function contentOf({ row, turn, actions }: RowProps) {
  const { isOpen, onToggle } = actions;
  switch (row.kind) {
    case 'head':
      return <TurnHead turn={turn} isOpen={isOpen} onToggle={onToggle} onCancel={actions.onCancel} />;
    case 'folded':
      return (
        <Button size="compact-xs" variant="subtle" onClick={() => actions.onUnfold(row.buildId)}>
          Show what was done
        </Button>
      );
    case 'loading':
      return (
        <Waiting label="Reading what was done" onRetry={turn.retry}>
          <div aria-hidden>
            <Bar width="64%" />
            <Bar width="46%" />
          </div>
        </Waiting>
      );
    case 'broken':
      return turn.error === null ? null : <Problem title="This build's log could not be read" error={turn.error} onRetry={turn.retry} />;
    case 'text':
      return <Said text={row.text} streaming={row.streaming} />;
    case 'activity':
      return <Activity lines={row.lines} open={row.open} live={row.live} onToggle={() => onToggle(row.groupKey)} />;
    case 'lines':
      return <MoreLines lines={row.lines} />;
    case 'notice':
      return (
        <p className={classes.notice}>
          <IconInfoCircle size={16} aria-hidden />
          {row.message}
        </p>
      );
    case 'check':
      return <FailedCheck name={row.name} message={row.message} open={isOpen(row.key)} onToggle={() => onToggle(row.key)} />;
    case 'tail':
      return <TurnTail turn={turn} isOpen={isOpen} onToggle={onToggle} onShowVersion={actions.onShowVersion} onAgain={actions.onAgain} />;
  }
}
