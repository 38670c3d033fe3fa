import { describe, expect, it } from 'vitest';
import type { BuildEventBody } from '#lib/contracts/build-event.ts';
import { foldEvents } from './build-reducer.ts';
import { EMPTY_TRANSCRIPT } from './transcript.ts';
import { waitingFor } from './waiting-for.ts';

const START = '2026-01-01T00:00:00.000Z';
const at = (seconds: number) => Date.parse(START) + seconds * 1_000;
const log = (...bodies: BuildEventBody[]) =>
  foldEvents(
    EMPTY_TRANSCRIPT,
    bodies.map((body, seq) => ({ seq, at: START, ...body })),
  );
const build = { createdAt: START, startedAt: null };
const usual = { build, stream: 'live', workerDown: null, databaseTrouble: null } as const;
const started = (name: 'sandbox' | 'generate' | 'verify') => log({ kind: 'prompt', text: 'x' }, { kind: 'step', name, status: 'started' });

describe('what a build waits for', () => {
  it('is nothing to speak of while all goes as usual', () => {
    expect(waitingFor({ ...usual, transcript: null, now: at(2) })).toBeNull();
    expect(waitingFor({ ...usual, transcript: started('sandbox'), now: at(3) })).toBeNull();
    expect(waitingFor({ ...usual, transcript: started('generate'), now: at(40) })).toBeNull();
  });

  it('is a worker, and whether there is one at all', () => {
    const queued = { ...usual, transcript: log({ kind: 'prompt', text: 'x' }), now: at(9) };
    expect(waitingFor(queued)?.text).toContain('Waiting for a worker');
    expect(waitingFor({ ...queued, workerDown: false })).toMatchObject({ text: expect.stringContaining('busy'), wayOut: 'cancel' });
    expect(waitingFor({ ...queued, workerDown: true })).toMatchObject({
      text: expect.stringContaining('No worker is running'),
      wayOut: 'cancel',
    });
  });

  it('is no worker once one has taken it, while its log is still on its way to the page', () => {
    expect(waitingFor({ ...usual, build: { createdAt: START, startedAt: START }, transcript: null, now: at(90) })).toBeNull();
  });

  it('is the database, when nothing is heard and something is wrong with it', () => {
    const trouble = { ...usual, databaseTrouble: 'its disk is full.', transcript: started('generate') };
    expect(waitingFor({ ...trouble, now: at(5) })).toBeNull();
    expect(waitingFor({ ...trouble, now: at(20) })).toMatchObject({
      text: 'Nothing is heard of the build. The database has trouble: its disk is full.',
      wayOut: 'cancel',
    });
  });

  it('is the connection before anything else', () => {
    expect(waitingFor({ ...usual, stream: 'reconnecting', transcript: started('sandbox'), now: at(99) })?.wayOut).toBe('reconnect');
  });

  it('is a step that takes longer than usual, or an agent that is silent', () => {
    expect(waitingFor({ ...usual, transcript: started('verify'), now: at(60) })?.text).toBe(
      'Try it in a browser: this takes longer than usual.',
    );
    expect(waitingFor({ ...usual, transcript: started('generate'), now: at(130) })?.text).toContain('said nothing for 2 min');
  });
});
