import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BuildEvent, BuildEventBody } from '#lib/contracts/build-event.ts';
import { foldEvent, foldEvents } from './build-reducer.ts';
import { EMPTY_TRANSCRIPT } from './transcript.ts';

const START = Date.parse('2026-01-01T00:00:00.000Z');
const log = (...bodies: BuildEventBody[]): BuildEvent[] =>
  bodies.map((body, seq) => ({ seq, at: new Date(START + seq * 1000).toISOString(), ...body }));
const fold = (...bodies: BuildEventBody[]) => foldEvents(EMPTY_TRANSCRIPT, log(...bodies));

const WHOLE: BuildEventBody[] = [
  { kind: 'prompt', text: 'Revenue by month' },
  { kind: 'step', name: 'generate', status: 'started' },
  { kind: 'text', delta: 'I will ' },
  { kind: 'text', delta: 'look.' },
  { kind: 'text.done', text: 'I will look.' },
  { kind: 'tool', id: 't1', name: 'Read', summary: 'Reading index.md', path: 'catalog/index.md', status: 'started' },
  { kind: 'tool', id: 't1', name: 'Read', summary: '', status: 'finished' },
  { kind: 'thinking', summary: 'Orders has revenue.' },
  { kind: 'file', path: 'src/App.tsx', change: 'created', additions: 10, deletions: 0 },
  { kind: 'file', path: 'src/App.tsx', change: 'edited', additions: 2, deletions: 1 },
  { kind: 'notice', code: 'note', message: 'Something to know.' },
  { kind: 'text', delta: 'Done' },
  { kind: 'step', name: 'generate', status: 'finished', ms: 4000 },
  { kind: 'check', name: 'Types', status: 'failed', message: 'one error' },
  { kind: 'check', name: 'Types', status: 'passed' },
  { kind: 'usage', inputTokens: 10, outputTokens: 5, usd: 0.01 },
  { kind: 'preview', url: '/x', previewKind: 'version' },
  { kind: 'done', status: 'succeeded', versionNumber: 3 },
];

describe('the transcript of a build', () => {
  it('keeps the prompt, the preview, the usage and how it ended', () => {
    const state = fold(...WHOLE);
    expect(state.prompt).toBe('Revenue by month');
    expect(state.preview).toEqual({ url: '/x', previewKind: 'version' });
    expect(state.usage).toEqual({ inputTokens: 10, outputTokens: 5, usd: 0.01 });
    expect(state.done).toEqual({ status: 'succeeded', versionNumber: 3 });
    expect(state.lastSeq).toBe(WHOLE.length - 1);
  });

  it('marks the step that found what nobody mended, and no other', () => {
    const steps = (...more: BuildEventBody[]) =>
      fold(
        { kind: 'step', name: 'check', status: 'started' },
        { kind: 'step', name: 'bundle', status: 'started' },
        { kind: 'check', name: 'types', status: 'failed', message: 'one error' },
        { kind: 'step', name: 'check', status: 'finished' },
        { kind: 'check', name: 'bundle', status: 'passed' },
        { kind: 'step', name: 'bundle', status: 'finished' },
        ...more,
      ).steps.map(({ name, status }) => `${name} ${status}`);
    expect(steps({ kind: 'done', status: 'failed' })).toEqual(['check failed', 'bundle finished']);
    const mended: BuildEventBody[] = [
      { kind: 'check', name: 'types', status: 'passed' },
      { kind: 'step', name: 'verify', status: 'started' },
      { kind: 'check', name: 'queries_answered', status: 'failed' },
      { kind: 'step', name: 'verify', status: 'finished' },
    ];
    expect(steps(...mended, { kind: 'done', status: 'failed' })).toEqual(['check finished', 'bundle finished', 'verify failed']);
    const other: BuildEventBody = { kind: 'step', name: 'generate', status: 'failed' };
    expect(steps(other, { kind: 'done', status: 'failed' })).toEqual(['check finished', 'bundle finished', 'generate failed']);
    const refused = fold(
      { kind: 'step', name: 'workspace', status: 'started' },
      { kind: 'step', name: 'generate', status: 'started' },
      { kind: 'step', name: 'workspace', status: 'finished' },
      { kind: 'step', name: 'generate', status: 'finished' },
      { kind: 'done', status: 'failed' },
    ).steps.map(({ status }) => status);
    expect(refused).toEqual(['finished', 'failed']);
    expect(steps({ kind: 'done', status: 'cancelled' })).toEqual(['check finished', 'bundle finished']);
  });

  it('joins streamed text, and lets the whole text replace it in the same place', () => {
    const streamed = fold({ kind: 'text', delta: 'Hel' }, { kind: 'text', delta: 'lo' });
    expect(streamed.items).toEqual([{ type: 'text', key: 0, text: 'Hello', streaming: true }]);
    const done = fold({ kind: 'text', delta: 'Hel' }, { kind: 'text.done', text: 'Hello there' });
    expect(done.items).toEqual([{ type: 'text', key: 0, text: 'Hello there', streaming: false }]);
  });

  it('shows a whole text that was never streamed, and starts a new block after one that ended', () => {
    const state = fold({ kind: 'text.done', text: 'One' }, { kind: 'text', delta: 'Two' });
    expect(state.items.map((item) => item.type === 'text' && item.text)).toEqual(['One', 'Two']);
  });

  it('changes a tool line in place and keeps what the later event leaves out', () => {
    const state = fold(
      { kind: 'tool', id: 'a', name: 'Read', summary: 'Reading A', path: 'a.md', status: 'started' },
      { kind: 'text', delta: 'meanwhile' },
      { kind: 'tool', id: 'a', name: 'Read', summary: '', status: 'failed' },
    );
    expect(state.items).toHaveLength(2);
    expect(state.items[0]).toMatchObject({ lines: [{ summary: 'Reading A', path: 'a.md', status: 'failed' }] });
  });

  it('groups what happens between two texts', () => {
    const state = fold(...WHOLE);
    expect(state.items.map((item) => item.type)).toEqual(['text', 'activity', 'notice', 'text', 'check']);
    expect(state.items[1]).toMatchObject({ lines: [{ type: 'tool' }, { type: 'thought' }] });
  });

  it('adds up the lines of a file, which stays new when it is edited after it was made', () => {
    expect(fold(...WHOLE).files).toEqual([{ path: 'src/App.tsx', change: 'created', additions: 12, deletions: 1 }]);
  });

  it('says beside a tool call how many lines it changed, and never beside another call', () => {
    const write = (id: string, status: 'started' | 'finished') =>
      ({ kind: 'tool', id, name: 'Write', summary: 'Writing src/App.tsx', path: 'src/App.tsx', status }) as const;
    const state = fold(
      write('a', 'started'),
      write('a', 'finished'),
      { kind: 'file', path: 'src/App.tsx', change: 'created', additions: 12, deletions: 0 },
      write('b', 'started'),
      { kind: 'file', path: 'src/other.ts', change: 'edited', additions: 1, deletions: 1 },
    );
    expect(state.items).toMatchObject([
      {
        lines: [
          { id: 'a', changed: { additions: 12, deletions: 0 } },
          { id: 'b', changed: null },
        ],
      },
    ]);
  });

  it('keeps the latest word on a check, and its failure where it happened', () => {
    const at = fold(...WHOLE).items.at(-1);
    expect(at).toEqual({ type: 'check', key: 13, name: 'Types', message: 'one error' });
    expect(fold(...WHOLE).checks).toEqual([{ name: 'Types', status: 'passed', message: null }]);
  });

  it('counts the tries of a step and adds up their time', () => {
    const state = fold(
      { kind: 'step', name: 'check', status: 'started' },
      { kind: 'step', name: 'check', status: 'failed', ms: 100 },
      { kind: 'step', name: 'check', status: 'started' },
      { kind: 'step', name: 'check', status: 'finished' },
    );
    expect(state.steps).toMatchObject([{ name: 'check', status: 'finished', tries: 2, ms: 1100 }]);
  });

  it('leaves nothing under way after the end', () => {
    const state = fold(
      { kind: 'step', name: 'generate', status: 'started' },
      { kind: 'tool', id: 'a', name: 'Bash', summary: 'Running', status: 'started' },
      { kind: 'text', delta: 'half a sen' },
      { kind: 'error', code: 'stalled', message: 'Nothing came for two minutes.' },
      { kind: 'done', status: 'failed' },
    );
    expect(state.error).toEqual({ code: 'stalled', message: 'Nothing came for two minutes.' });
    expect(state.steps).toMatchObject([{ status: 'failed', ms: 4000 }]);
    expect(state.items[0]).toMatchObject({ lines: [{ status: 'failed' }] });
    expect(state.items[1]).toMatchObject({ streaming: false });
  });

  it('takes a repeated event as nothing new', () => {
    const events = log(...WHOLE);
    const once = foldEvents(EMPTY_TRANSCRIPT, events);
    expect(foldEvents(once, events)).toBe(once);
  });

  it('notices a gap, changes nothing else, and goes on when the missing event comes', () => {
    const [first, second, third] = log(...WHOLE);
    const one = foldEvent(EMPTY_TRANSCRIPT, first!);
    const gap = foldEvent(one, third!);
    expect(gap).toEqual({ ...one, gap: { expected: 1, got: 2 } });
    expect(foldEvents(gap, [second!, third!])).toEqual(foldEvents(EMPTY_TRANSCRIPT, [first!, second!, third!]));
  });

  it('is the same live, in pieces and with repeats, as from a snapshot', () => {
    const events = log(...WHOLE);
    const snapshot = foldEvents(EMPTY_TRANSCRIPT, events);
    fc.assert(
      fc.property(fc.array(fc.nat({ max: events.length }), { maxLength: 12 }), (cuts) => {
        let live = EMPTY_TRANSCRIPT;
        // Each connection begins somewhere that is known already and ends somewhere later.
        for (const cut of cuts) live = foldEvents(live, events.slice(Math.max(0, live.lastSeq - 2), cut));
        live = foldEvents(live, events);
        expect(live).toEqual(snapshot);
      }),
    );
  });

  it('never changes the state it was given', () => {
    const events = log(...WHOLE);
    let state = EMPTY_TRANSCRIPT;
    for (const event of events) {
      const frozen = structuredClone(state);
      const next = foldEvent(state, event);
      expect(state).toEqual(frozen);
      state = next;
    }
  });
});
