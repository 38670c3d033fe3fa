import { Button } from '@mantine/core';
import { IconArrowDown } from '@tabler/icons-react';
import { useEffect, useMemo, useRef } from 'react';
import type { Row } from '#lib/client/conversation-rows.ts';
import { type ConversationTurn, useConversation } from '#lib/client/use-conversation.ts';
import type { Build } from '#lib/contracts/build.ts';
import { Announcer } from './announcer.tsx';
import classes from './conversation.module.css';
import { Earlier, type EarlierProps } from './earlier.tsx';
import { LoadingConversation } from './loading-conversation.tsx';
import { type RowActions, RowView } from './row-view.tsx';
import { useFirstLook } from './use-first-look.ts';
import { useRowWindow } from './use-row-window.ts';
import { useRows } from './use-rows.ts';

interface ConversationProps extends Pick<RowActions, 'onShowVersion' | 'onCancel' | 'onAgain'> {
  builds: Build[];
  earlier: EarlierProps;
}

/** Room for the line above the first turn, whatever it says. */
const TOP_PX = 44;

const NOTHING: ConversationTurn[] = [];

/** All builds of an app as one conversation, which follows its end until the person scrolls up. Only what is in sight is drawn. */
export function Conversation({ builds, earlier, onShowVersion, onCancel, onAgain }: ConversationProps) {
  const scroller = useRef<HTMLElement>(null);
  const { turns, unfold } = useConversation(builds);
  const ready = useFirstLook(turns);
  const { rows, isOpen, onToggle } = useRows(ready ? turns : NOTHING);
  const { virtualizer, atEnd, nearTop, toEnd, onKeyDown } = useRowWindow(rows, scroller, TOP_PX);
  const shown = virtualizer.getVirtualItems();
  const first = shown[0];
  const below = virtualizer.getTotalSize() - (shown.at(-1)?.end ?? 0);
  const byId = useMemo(() => new Map(turns.map((turn, place) => [turn.build.id, { turn, place }])), [turns]);
  const actions = useMemo<RowActions>(
    () => ({ isOpen, onToggle, onUnfold: unfold, onShowVersion, onCancel, onAgain }),
    [isOpen, onToggle, unfold, onShowVersion, onCancel, onAgain],
  );
  useEarlierWhenNear(earlier, nearTop);

  return (
    <div className={classes.root}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section className={classes.scroller} ref={scroller} aria-label="Conversation" tabIndex={0} onKeyDown={onKeyDown}>
        {/* Text that streams is not read out word by word: the announcer says what is complete. */}
        <div className={classes.content} role="log" aria-live="off" aria-label="Prompts and answers">
          {ready ? (
            <Earlier {...earlier} />
          ) : (
            <div className={classes.loading}>
              <LoadingConversation />
            </div>
          )}
          {/* Rows stand in the ordinary flow between places for those above and below: a row that grows can never cover the next one. */}
          <div aria-hidden style={{ height: first?.start ?? 0 }} />
          {groups(shown, rows).map(({ buildId, items }) => {
            const { turn, place } = byId.get(buildId) ?? {};
            if (turn === undefined || place === undefined) return null;
            return (
              <article
                key={buildId}
                className={classes.turn}
                aria-label={`Prompt: ${turn.build.prompt.slice(0, 80)}`}
                aria-posinset={place + 1}
                aria-setsize={setSize(turns, earlier)}
              >
                {items.map(({ row, index }) => (
                  <div key={row.key} ref={virtualizer.measureElement} data-index={index} data-kind={row.kind} className={classes.row}>
                    <RowView row={row} turn={turn} actions={actions} />
                  </div>
                ))}
              </article>
            );
          })}
          <div aria-hidden style={{ height: ready ? below : 0 }} />
        </div>
      </section>
      {!atEnd && (
        <Button
          className={classes.toEnd}
          size="compact-sm"
          variant="default"
          radius="xl"
          leftSection={<IconArrowDown size={14} />}
          onClick={toEnd}
        >
          Latest
        </Button>
      )}
      <Announcer turn={turns.at(-1)} />
    </div>
  );
}

/** Minus one says that nobody knows how many there are. */
const setSize = (turns: ConversationTurn[], earlier: EarlierProps) => (earlier.more ? -1 : turns.length);

interface Group {
  buildId: string;
  items: { row: Row; index: number }[];
}

/** The rows in the window, turn by turn. */
function groups(shown: readonly { index: number }[], rows: Row[]): Group[] {
  const out: Group[] = [];
  for (const { index } of shown) {
    const row = rows[index];
    if (row === undefined) continue;
    const last = out.at(-1);
    if (last?.buildId === row.buildId) last.items.push({ row, index });
    else out.push({ buildId: row.buildId, items: [{ row, index }] });
  }
  return out;
}

/** Asks for older turns before the reader has come to the first one. A failure waits for the person's word. */
function useEarlierWhenNear({ more, loading, error, onMore }: EarlierProps, nearTop: boolean): void {
  useEffect(() => {
    if (nearTop && more && !loading && error === null) onMore();
  }, [nearTop, more, loading, error, onMore]);
}
