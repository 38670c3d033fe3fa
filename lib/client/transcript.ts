import type { BuildStep } from '#lib/contracts/build-event.ts';

/** What a build looks like to a person: its event log, folded. */
export interface Transcript {
  /** Sequence number of the last event that was folded in; -1 before the first. */
  lastSeq: number;
  /** Set when an event was missing: the log must be read again from `lastSeq`. */
  gap: { expected: number; got: number } | null;
  /** When the last event was written, ISO 8601; null before the first. */
  lastAt: string | null;
  prompt: string | null;
  items: TranscriptItem[];
  steps: StepLine[];
  files: FileLine[];
  checks: CheckLine[];
  usage: { inputTokens: number; outputTokens: number; usd: number } | null;
  preview: { url: string; previewKind: 'draft' | 'version' } | null;
  error: { code: string; message: string } | null;
  done: { status: 'succeeded' | 'failed' | 'cancelled'; versionNumber: number | null } | null;
}

export type TranscriptItem =
  | { type: 'text'; key: number; text: string; streaming: boolean }
  | { type: 'activity'; key: number; lines: ActivityLine[] }
  | { type: 'notice'; key: number; code: string; message: string }
  /** A check that failed, where it happened; `checks` has the latest word on every check. */
  | { type: 'check'; key: number; name: string; message: string | null };

export type ActivityLine =
  | { type: 'thought'; key: number; summary: string }
  | {
      type: 'tool';
      key: number;
      id: string;
      name: string;
      summary: string;
      path: string | null;
      status: LineStatus;
      /** Lines that this call added to its file and removed from it; null for a call that changed none. */
      changed: { additions: number; deletions: number } | null;
    };

/** What became of unfinished work, when the log says so. It is told with the end of the build, not in the middle of its work. */
export function draftNotice(items: readonly TranscriptItem[]): string | null {
  const notice = items.findLast(isDraftNotice);
  return notice?.type === 'notice' ? notice.message : null;
}

export const isDraftNotice = (item: TranscriptItem): boolean =>
  item.type === 'notice' && (item.code === 'draft_kept' || item.code === 'draft_lost');

type LineStatus = 'started' | 'finished' | 'failed';

export interface StepLine {
  name: BuildStep;
  /** `past`: it is over, and how it went is not known here. */
  status: LineStatus | 'past';
  /** When the step (or its latest try) began, ISO 8601. */
  startedAt: string;
  ms: number | null;
  /** How many times the step was started: a repair runs the agent again. */
  tries: number;
}

export interface FileLine {
  path: string;
  change: 'created' | 'edited' | 'deleted';
  additions: number;
  deletions: number;
}

export interface CheckLine {
  name: string;
  status: 'passed' | 'failed' | 'skipped';
  message: string | null;
}

export const EMPTY_TRANSCRIPT: Transcript = {
  lastSeq: -1,
  gap: null,
  lastAt: null,
  prompt: null,
  items: [],
  steps: [],
  files: [],
  checks: [],
  usage: null,
  preview: null,
  error: null,
  done: null,
};
