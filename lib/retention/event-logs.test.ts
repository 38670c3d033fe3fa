import { expect, test } from 'vitest';
import { BuildEventBody } from '#lib/contracts/build-event.ts';
import { keep } from './event-logs.ts';

const at = new Date('2026-01-01T00:00:00Z');
const cut = (...bodies: BuildEventBody[]) => keep(bodies.map((body) => ({ at, body: BuildEventBody.parse(body) }))).map(({ body }) => body);

test('the conversation, the checks and the result stay, with a note in place of what the agent did', () => {
  const kept = cut(
    { kind: 'prompt', text: 'Show sales' },
    { kind: 'step', name: 'generate', status: 'started' },
    { kind: 'text', delta: 'I will ' },
    { kind: 'text', delta: 'do it.' },
    { kind: 'text.done', text: 'I will do it.' },
    { kind: 'tool', id: '1', name: 'Write', summary: 'src/App.tsx', status: 'finished' },
    { kind: 'check', name: 'types', status: 'passed' },
    { kind: 'done', status: 'succeeded', versionNumber: 1 },
  );
  expect(kept.map(({ kind }) => kind)).toEqual(['prompt', 'notice', 'step', 'text.done', 'check', 'done']);
  expect(kept[3]).toEqual({ kind: 'text.done', text: 'I will do it.' });
});

test('words that were only streamed, because the build broke off, are kept as one text', () => {
  const kept = cut(
    { kind: 'prompt', text: 'x' },
    { kind: 'text', delta: 'half a ' },
    { kind: 'text', delta: 'sentence' },
    { kind: 'error', code: 'internal', message: 'broke' },
  );
  expect(kept[2]).toEqual({ kind: 'text.done', text: 'half a sentence' });
  expect(kept[3]).toMatchObject({ kind: 'error' });
});

test('a draft that the agent took back is not kept', () => {
  const kept = cut(
    { kind: 'prompt', text: 'x' },
    { kind: 'text', delta: 'wrong' },
    { kind: 'text.done', text: '' },
    { kind: 'done', status: 'succeeded' },
  );
  expect(kept.map(({ kind }) => kind)).toEqual(['prompt', 'notice', 'done']);
});

test('a log without anything to cut stays as it is', () => {
  expect(cut({ kind: 'prompt', text: 'x' }, { kind: 'done', status: 'failed' }).map(({ kind }) => kind)).toEqual(['prompt', 'done']);
});
