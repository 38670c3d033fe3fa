import type { Build } from '#lib/contracts/build.ts';
import { splitMarkdown } from './split-markdown.ts';
import { type ActivityLine, isDraftNotice, type Transcript, type TranscriptItem } from './transcript.ts';

/** One build as the conversation shows it. */
export interface Turn {
  build: Build;
  /** Its work is shown, not only what became of it. */
  open: boolean;
  /** Null until its log was read. */
  transcript: Transcript | null;
  /** Followed on this page from a time when it was under way: nothing that was seen of it folds away. */
  live: boolean;
  /** Still on its way. */
  running: boolean;
  /** Its log could not be read. */
  broken: boolean;
}

/** What is drawn as one piece: small enough that only what is in sight needs to be in the page. Keys are unique and stay. */
export type Row = { key: string; buildId: string } & RowContent;
type RowContent =
  | { kind: 'head' }
  | { kind: 'folded' }
  | { kind: 'loading' }
  | { kind: 'broken' }
  | { kind: 'text'; text: string; streaming: boolean }
  | { kind: 'activity'; groupKey: string; lines: ActivityLine[]; open: boolean; live: boolean }
  | { kind: 'lines'; lines: ActivityLine[] }
  | { kind: 'notice'; message: string }
  | { kind: 'check'; name: string; message: string | null }
  | { kind: 'tail' };

const LINES_A_ROW = 20;

/**
 * The rows of one turn.
 *
 * @param openGroups keys of the groups of tool calls that a person unfolded
 */
export function rowsOf(turn: Turn, openGroups: ReadonlySet<string>): Row[] {
  const { build, transcript, open, running, broken } = turn;
  const row = (key: string, content: RowContent): Row => ({ key: `${build.id}:${key}`, buildId: build.id, ...content });
  const rows = [row('head', { kind: 'head' })];
  if (broken) rows.push(row('broken', { kind: 'broken' }));
  if (!open) rows.push(row('folded', { kind: 'folded' }));
  else if (transcript === null && !broken) rows.push(row('loading', { kind: 'loading' }));
  else if (transcript !== null)
    for (const item of transcript.items) {
      // What became of unfinished work is told at the end, with the reason.
      if (transcript.done !== null && isDraftNotice(item)) continue;
      for (const { key, content } of contentOf(item, turn, openGroups)) rows.push(row(key, content));
    }
  // While it runs the newest work is last: nothing below it moves when it grows.
  if (!running) rows.push(row('tail', { kind: 'tail' }));
  return rows;
}

interface Keyed {
  key: string;
  content: RowContent;
}

function contentOf(item: TranscriptItem, { build, live }: Turn, openGroups: ReadonlySet<string>): Keyed[] {
  const key = String(item.key);
  switch (item.type) {
    case 'text': {
      const pieces = splitMarkdown(item.text);
      return pieces.map((text, index) => ({
        key: `${key}.${index}`,
        content: { kind: 'text', text, streaming: item.streaming && index === pieces.length - 1 },
      }));
    }
    case 'activity': {
      const groupKey = `${build.id}:${key}`;
      const open = openGroups.has(groupKey);
      const head: Keyed = { key, content: { kind: 'activity', groupKey, lines: item.lines, open, live } };
      if (!open) return [head];
      const chunks = Math.ceil(item.lines.length / LINES_A_ROW);
      const lines = Array.from({ length: chunks }, (_, index): Keyed => {
        const part = item.lines.slice(index * LINES_A_ROW, (index + 1) * LINES_A_ROW);
        return { key: `${key}.${index}`, content: { kind: 'lines', lines: part } };
      });
      return [head, ...lines];
    }
    case 'notice':
      return [{ key, content: { kind: 'notice', message: item.message } }];
    case 'check':
      return [{ key, content: { kind: 'check', name: item.name, message: item.message } }];
  }
}
