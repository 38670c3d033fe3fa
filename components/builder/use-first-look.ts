import { useEffect, useState } from 'react';
import type { ConversationTurn } from '#lib/client/use-conversation.ts';
import { useParser } from './parser.ts';

/** What has not come by then no longer keeps the rest from being shown. */
const PATIENCE_MS = 3_000;
/** So many pieces of the newest turns are more than a screen holds: what comes in above them moves nothing in sight. */
const FILLS_SCREEN = 24;

/** Whether all that is in sight first is here, so that it is drawn once and at its place. Once true, it stays true. */
export function useFirstLook(turns: readonly ConversationTurn[]): boolean {
  const [shown, setShown] = useState(false);
  const parser = useParser();
  if (!shown && parser !== null && isKnown(turns)) setShown(true);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  return shown;
}

function isKnown(turns: readonly ConversationTurn[]): boolean {
  let pieces = 0;
  for (const turn of turns.toReversed()) {
    if (!turn.open || pieces >= FILLS_SCREEN) return true;
    const lost = turn.broken || turn.stream === 'reconnecting';
    if (turn.transcript === null && !lost) return false;
    pieces += turn.transcript?.items.length ?? 0;
  }
  return true;
}
