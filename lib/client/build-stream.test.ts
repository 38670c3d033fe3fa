import { describe, expect, it, vi } from 'vitest';
import type { BuildEvent } from '#lib/contracts/build-event.ts';
import { followBuild, type StreamState } from './build-stream.ts';

const AT = '2026-01-01T00:00:00.000Z';
const EVENTS: BuildEvent[] = [
  { seq: 0, at: AT, kind: 'prompt', text: 'Revenue' },
  { seq: 1, at: AT, kind: 'text', delta: 'a' },
  { seq: 2, at: AT, kind: 'text', delta: 'b' },
  { seq: 3, at: AT, kind: 'done', status: 'succeeded', versionNumber: 1 },
];
const frames = (events: BuildEvent[]) =>
  events.map((event) => `id: ${event.seq}\nevent: ${event.kind}\ndata: ${JSON.stringify(event)}\n\n`).join('');

/** A server whose answers are prepared: what it says on each connection, and what it was asked. */
function server(...answers: ((signal: AbortSignal | null | undefined) => Response | Promise<Response>)[]) {
  const asked: (string | null)[] = [];
  const fetch: typeof globalThis.fetch = async (_, init) => {
    asked.push(new Headers(init?.headers).get('last-event-id'));
    const answer = answers[asked.length - 1];
    if (answer === undefined) throw new Error('no more answers');
    return answer(init?.signal);
  };
  return { fetch, asked };
}

async function follow(fetch: typeof globalThis.fetch, silenceMs = 5_000) {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const seen: number[] = [];
  const states: StreamState[] = [];
  await followBuild({
    buildId: 'b1',
    signal: AbortSignal.timeout(5_000),
    onEvent: (event) => seen.push(event.seq),
    onState: (state) => states.push(state),
    fetch,
    wait: async () => 'time',
    silenceMs,
  });
  return { seen, states };
}

describe('following a build', () => {
  it('gives every event once and ends with done', async () => {
    const { fetch, asked } = server(() => new Response(frames(EVENTS)));
    expect(await follow(fetch)).toEqual({ seen: [0, 1, 2, 3], states: ['connecting', 'live', 'ended'] });
    expect(asked).toEqual([null]);
  });

  it('resumes after the last event it saw, without repeating what comes again', async () => {
    const { fetch, asked } = server(
      () => new Response(frames(EVENTS.slice(0, 2))),
      () => new Response(frames(EVENTS)),
    );
    const { seen, states } = await follow(fetch);
    expect(seen).toEqual([0, 1, 2, 3]);
    expect(asked).toEqual([null, '1']);
    expect(states).toEqual(['connecting', 'live', 'reconnecting', 'live', 'ended']);
  });

  it('asks again when an event is missing', async () => {
    const { fetch, asked } = server(
      () => new Response(frames([EVENTS[0]!, EVENTS[2]!])),
      () => new Response(frames(EVENTS.slice(1))),
    );
    expect((await follow(fetch)).seen).toEqual([0, 1, 2, 3]);
    expect(asked).toEqual([null, '0']);
  });

  it('goes on after a network error and after a server that is away', async () => {
    const { fetch } = server(
      () => Promise.reject(new TypeError('network')),
      () => new Response('', { status: 503 }),
      () => new Response(frames(EVENTS)),
    );
    expect((await follow(fetch)).seen).toEqual([0, 1, 2, 3]);
  });

  it('gives up a connection on which nothing arrives', async () => {
    const hangs = (signal: AbortSignal | null | undefined) =>
      new Promise<Response>((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
    const { fetch } = server(hangs, () => new Response(frames(EVENTS)));
    expect((await follow(fetch, 20)).seen).toEqual([0, 1, 2, 3]);
  });

  it('stops for good when the server refuses, with its reason', async () => {
    const body = { error: { code: 'not_found', message: 'No such build.', requestId: 'r1' } };
    const { fetch } = server(() => Response.json(body, { status: 404 }));
    await expect(follow(fetch)).rejects.toMatchObject({ code: 'not_found', status: 404, requestId: 'r1' });
  });

  it('ends quietly when nobody looks any more', async () => {
    const { fetch, asked } = server(() => new Response(frames(EVENTS)));
    const stop = new AbortController();
    stop.abort();
    await followBuild({ buildId: 'b1', signal: stop.signal, onEvent: () => undefined, onState: () => undefined, fetch });
    expect(asked).toEqual([]);
  });
});
