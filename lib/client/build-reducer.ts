import type { BuildEvent } from '#lib/contracts/build-event.ts';
import { assertUnreachable } from '#lib/errors.ts';
import { stepOfCheck } from './check-labels.ts';
import { foldCheck, foldFile, foldStep } from './fold-lines.ts';
import type { ActivityLine, StepLine, Transcript, TranscriptItem } from './transcript.ts';

type Of<K extends BuildEvent['kind']> = Extract<BuildEvent, { kind: K }>;

/**
 * Folds one event into a transcript. Pure: the same events give the same transcript, live or from a snapshot.
 * An event that was folded in before changes nothing; one that comes too early sets `gap` and changes nothing else.
 */
export function foldEvent(before: Transcript, event: BuildEvent): Transcript {
  if (event.seq <= before.lastSeq) return before;
  const expected = before.lastSeq + 1;
  if (event.seq > expected) return { ...before, gap: { expected, got: event.seq } };
  return { ...apply(before, event), lastSeq: event.seq, lastAt: event.at, gap: null };
}

/** Folds events in order. */
export function foldEvents(before: Transcript, events: readonly BuildEvent[]): Transcript {
  return events.reduce(foldEvent, before);
}

function apply(state: Transcript, event: BuildEvent): Transcript {
  switch (event.kind) {
    case 'prompt':
      return { ...state, prompt: event.text };
    case 'step':
      return { ...state, steps: foldStep(state.steps, event) };
    case 'text':
      return { ...state, items: foldText(state.items, event) };
    case 'text.done':
      return { ...state, items: foldTextDone(state.items, event) };
    case 'thinking':
      return { ...state, items: foldActivity(state.items, { type: 'thought', key: event.seq, summary: event.summary }) };
    case 'tool':
      return { ...state, items: foldTool(state.items, event) };
    case 'file':
      return { ...state, files: foldFile(state.files, event), items: foldChange(state.items, event) };
    case 'check':
      return { ...state, checks: foldCheck(state.checks, event), items: foldFailure(state.items, event) };
    case 'preview':
      return { ...state, preview: { url: event.url, previewKind: event.previewKind } };
    case 'usage':
      return { ...state, usage: { inputTokens: event.inputTokens, outputTokens: event.outputTokens, usd: event.usd } };
    case 'notice':
      return { ...state, items: [...state.items, { type: 'notice', key: event.seq, code: event.code, message: event.message }] };
    case 'error':
      return { ...state, error: { code: event.code, message: event.message } };
    case 'done':
      return finish(state, event);
    default:
      return assertUnreachable(event);
  }
}

function foldText(items: TranscriptItem[], event: Of<'text'>): TranscriptItem[] {
  const last = items.at(-1);
  if (last?.type === 'text' && last.streaming) return [...items.slice(0, -1), { ...last, text: last.text + event.delta }];
  return [...items, { type: 'text', key: event.seq, text: event.delta, streaming: true }];
}

/** The whole text replaces what was streamed of it; it may also come without any delta before. */
function foldTextDone(items: TranscriptItem[], event: Of<'text.done'>): TranscriptItem[] {
  const at = items.findLastIndex((item) => item.type === 'text' && item.streaming);
  const streamed = items[at];
  if (streamed === undefined) {
    return event.text === '' ? items : [...items, { type: 'text', key: event.seq, text: event.text, streaming: false }];
  }
  return items.with(at, { type: 'text', key: streamed.key, text: event.text, streaming: false });
}

/** What happens between two texts is one group. */
function foldActivity(items: TranscriptItem[], line: ActivityLine): TranscriptItem[] {
  const last = items.at(-1);
  if (last?.type === 'activity') return [...items.slice(0, -1), { ...last, lines: [...last.lines, line] }];
  return [...items, { type: 'activity', key: line.key, lines: [line] }];
}

/** The lines that a call changed belong to the newest call on that file. */
function foldChange(items: TranscriptItem[], { path, additions, deletions }: Of<'file'>): TranscriptItem[] {
  const at = items.findLastIndex((item) => item.type === 'activity');
  const item = items[at];
  if (item?.type !== 'activity') return items;
  const index = item.lines.findLastIndex((line) => line.type === 'tool' && line.path === path);
  const line = item.lines[index];
  if (line?.type !== 'tool' || line.changed !== null) return items;
  return items.with(at, { ...item, lines: item.lines.with(index, { ...line, changed: { additions, deletions } }) });
}

/** What failed stays where it happened: the agent mends it below. */
function foldFailure(items: TranscriptItem[], event: Of<'check'>): TranscriptItem[] {
  if (event.status !== 'failed') return items;
  return [...items, { type: 'check', key: event.seq, name: event.name, message: event.message ?? null }];
}

/** A tool that is known changes in place, wherever it stands; its path and summary stay when the later event has none. */
function foldTool(items: TranscriptItem[], event: Of<'tool'>): TranscriptItem[] {
  for (let at = items.length - 1; at >= 0; at -= 1) {
    const item = items[at];
    if (item?.type !== 'activity') continue;
    const index = item.lines.findIndex((line) => line.type === 'tool' && line.id === event.id);
    const known = item.lines[index];
    if (known?.type !== 'tool') continue;
    const line = { ...known, summary: event.summary || known.summary, path: event.path ?? known.path, status: event.status };
    return items.with(at, { ...item, lines: item.lines.with(index, line) });
  }
  const { id, name, summary, status } = event;
  return foldActivity(items, { type: 'tool', key: event.seq, id, name, summary, path: event.path ?? null, status, changed: null });
}

/** Nothing goes on after the end: what was under way is closed, so that no line spins for ever. */
function finish(state: Transcript, event: Of<'done'>): Transcript {
  const cut = event.status === 'succeeded' ? ('finished' as const) : ('failed' as const);
  return {
    ...state,
    done: { status: event.status, versionNumber: event.versionNumber ?? null },
    steps: withFault(
      state,
      event,
      state.steps.map((step) => (step.status === 'started' ? ended(step, cut, event.at) : step)),
    ),
    items: state.items.map((item) => closed(item, cut)),
  };
}

/**
 * A step that finds something wrong with the app, or an agent that refuses, has done its work. When the build fails over
 * it, it is the step that failed: the one whose check failed, else the one that ran last.
 */
function withFault({ checks }: Transcript, { status }: Of<'done'>, steps: StepLine[]): StepLine[] {
  if (status !== 'failed' || steps.some((step) => step.status === 'failed')) return steps;
  const found = new Set(checks.filter((check) => check.status === 'failed').map(({ name }) => stepOfCheck(name)));
  const last = steps.findLast(({ startedAt }) => steps.every((other) => other.startedAt <= startedAt))?.name;
  const isAtFault = ({ name }: StepLine) => (found.size === 0 ? name === last : found.has(name));
  return steps.map((step) => (isAtFault(step) ? { ...step, status: 'failed' } : step));
}

function ended(step: StepLine, status: StepLine['status'], at: string): StepLine {
  return { ...step, status, ms: (step.ms ?? 0) + Math.max(0, Date.parse(at) - Date.parse(step.startedAt)) };
}

function closed(item: TranscriptItem, cut: 'finished' | 'failed'): TranscriptItem {
  if (item.type === 'text') return item.streaming ? { ...item, streaming: false } : item;
  if (item.type !== 'activity') return item;
  const open = item.lines.some((line) => line.type === 'tool' && line.status === 'started');
  if (!open) return item;
  return {
    ...item,
    lines: item.lines.map((line) => (line.type === 'tool' && line.status === 'started' ? { ...line, status: cut } : line)),
  };
}
