import { useCallback, useMemo, useRef, useState } from 'react';
import { type Row, rowsOf } from '#lib/client/conversation-rows.ts';
import type { ConversationTurn } from '#lib/client/use-conversation.ts';

interface Kept {
  of: readonly unknown[];
  rows: Row[];
}

/** All rows of the conversation, and which of its folds are open. A turn that did not change keeps its rows. */
export function useRows(turns: ConversationTurn[]) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const kept = useRef(new Map<string, Kept>());
  const rows = useMemo(() => {
    const next = new Map<string, Kept>();
    for (const turn of turns) {
      const of = [turn.build, turn.transcript, turn.open, turn.running, turn.broken, open];
      const before = kept.current.get(turn.build.id);
      const same = before?.of.every((part, index) => part === of[index]) === true;
      next.set(turn.build.id, before !== undefined && same ? before : { of, rows: rowsOf(turn, open) });
    }
    kept.current = next;
    return [...next.values()].flatMap((one) => one.rows);
  }, [turns, open]);
  const onToggle = useCallback((key: string) => {
    setOpen((before) => {
      const after = new Set(before);
      if (!after.delete(key)) after.add(key);
      return after;
    });
  }, []);
  const isOpen = useCallback((key: string) => open.has(key), [open]);
  return { rows, isOpen, onToggle };
}
