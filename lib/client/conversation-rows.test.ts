import { describe, expect, it } from 'vitest';
import type { Build } from '#lib/contracts/build.ts';
import type { BuildEvent } from '#lib/contracts/build-event.ts';
import { longLog } from '#tests/setup/long-log.ts';
import { foldEvents } from './build-reducer.ts';
import { rowsOf, type Turn } from './conversation-rows.ts';
import { EMPTY_TRANSCRIPT } from './transcript.ts';

const BUILD: Build = {
  id: 'bld_1',
  appId: 'app_1',
  status: 'succeeded',
  step: null,
  prompt: 'Revenue',
  model: 'm',
  createdAt: '2026-01-01T00:00:00.000Z',
  startedAt: null,
  finishedAt: null,
  versionNumber: 1,
  error: null,
  usage: { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, modelUsd: 0, sandboxSeconds: 0, sandboxUsd: 0 },
  timings: {},
};
const fold = (events: BuildEvent[]) => foldEvents(EMPTY_TRANSCRIPT, events);
const turn = (change: Partial<Turn>): Turn => ({
  build: BUILD,
  open: true,
  transcript: null,
  live: false,
  running: false,
  broken: false,
  ...change,
});
const NONE: ReadonlySet<string> = new Set();
const kinds = (one: Turn, open = NONE) => rowsOf(one, open).map(({ kind }) => kind);

describe('the rows of a turn', () => {
  it('are its head, its work or why there is none to see, and its tail', () => {
    expect(kinds(turn({ open: false }))).toEqual(['head', 'folded', 'tail']);
    expect(kinds(turn({}))).toEqual(['head', 'loading', 'tail']);
    expect(kinds(turn({ broken: true }))).toEqual(['head', 'broken', 'tail']);
    expect(kinds(turn({ transcript: EMPTY_TRANSCRIPT }))).toEqual(['head', 'tail']);
    expect(kinds(turn({ transcript: EMPTY_TRANSCRIPT, running: true }))).toEqual(['head']);
  });

  it('have keys of their own that stay while the build goes on', () => {
    const events = longLog(2_000);
    let before: string[] = [];
    for (const end of [200, 201, 777, 1_999, 2_000]) {
      const keys = rowsOf(turn({ transcript: fold(events.slice(0, end)), running: end < 2_000 }), NONE).map(({ key }) => key);
      expect(new Set(keys).size).toBe(keys.length);
      expect(keys.slice(0, Math.max(0, before.length - 1))).toEqual(before.slice(0, -1));
      before = keys;
    }
  });

  it('hold all lines of a group that a person unfolded, few in a row', () => {
    const lines = Array.from(
      { length: 45 },
      (_, seq): BuildEvent => ({
        seq,
        at: BUILD.createdAt,
        kind: 'tool',
        id: `t${seq}`,
        name: 'Read',
        summary: `Reading ${seq}`,
        status: 'finished',
      }),
    );
    const one = turn({ transcript: fold(lines) });
    expect(kinds(one)).toEqual(['head', 'activity', 'tail']);
    const rows = rowsOf(one, new Set(['bld_1:0']));
    expect(rows.flatMap((row) => (row.kind === 'lines' ? [row.lines.length] : []))).toEqual([20, 20, 5]);
  });

  it('mark only the last piece of a text as streaming', () => {
    const text: BuildEvent = { seq: 0, at: BUILD.createdAt, kind: 'text', delta: 'One\n\nTwo' };
    expect(rowsOf(turn({ transcript: fold([text]) }), NONE).slice(1, 3)).toMatchObject([
      { text: 'One', streaming: false },
      { text: 'Two', streaming: true },
    ]);
  });

  it('leave out what became of unfinished work until the build has ended, where the end tells it', () => {
    const notice: BuildEvent = { seq: 0, at: BUILD.createdAt, kind: 'notice', code: 'draft_kept', message: 'Kept.' };
    const done: BuildEvent = { seq: 1, at: BUILD.createdAt, kind: 'done', status: 'failed' };
    expect(kinds(turn({ transcript: fold([notice]), running: true }))).toEqual(['head', 'notice']);
    expect(kinds(turn({ transcript: fold([notice, done]) }))).toEqual(['head', 'tail']);
  });
});
