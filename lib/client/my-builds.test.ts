import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { listenToMyBuilds } from './my-builds-channel.ts';
import { followMyBuilds, type MyBuildsNews } from './my-builds-stream.ts';

const build = (id: string) => ({
  buildId: id,
  appId: 'app',
  appName: 'Revenue',
  status: 'succeeded',
  versionNumber: 1,
  message: null,
  finishedAt: '2026-01-01T00:00:00.000Z',
});
const frame = (event: string, data: unknown, id?: string) => `${id ? `id: ${id}\n` : ''}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
const ended = (id: string, cursor: string) => frame('ended', build(id), cursor);
const idsOf = (news: MyBuildsNews[]) => news.flatMap((one) => (one.kind === 'ended' ? [one.build.buildId] : []));

beforeEach(() => vi.spyOn(console, 'warn').mockImplementation(() => undefined));
afterEach(() => vi.restoreAllMocks());

describe('following the ends of builds', () => {
  it('goes on from the place of the last frame after a cut, and leaves out what it does not know', async () => {
    const stop = new AbortController();
    const asked: (string | null)[] = [];
    const answers = [frame('hello', {}, 'c0') + ended('b1', 'c1') + frame('weather', { sun: true }), ended('b2', 'c2')];
    const heard: MyBuildsNews[] = [];
    let cursor: string | null = null;
    await followMyBuilds({
      signal: stop.signal,
      after: () => cursor,
      onNews(news) {
        heard.push(news);
        if ('cursor' in news) cursor = news.cursor;
        if (idsOf(heard).length === 2) stop.abort();
      },
      fetch: async (_, init) => {
        asked.push(new Headers(init?.headers).get('last-event-id'));
        return new Response(answers.shift() ?? '');
      },
      wait: async () => 'time',
    });
    expect(asked).toEqual([null, 'c1']);
    expect(idsOf(heard)).toEqual(['b1', 'b2']);
  });

  it('gives up when the server refuses for good', async () => {
    const refusal = { error: { code: 'unauthenticated', message: 'Sign in.', requestId: 'r' } };
    const following = followMyBuilds({
      signal: new AbortController().signal,
      after: () => null,
      onNews: () => undefined,
      fetch: async () => Response.json(refusal, { status: 401 }),
    });
    await expect(following).rejects.toMatchObject({ code: 'unauthenticated' });
  });
});

describe('several windows of one browser', () => {
  /** A server whose streams stay open: what is said on the newest one, and who asked from where. */
  function openServer() {
    const asked: (string | null)[] = [];
    let say: (text: string) => void = () => undefined;
    vi.spyOn(globalThis, 'fetch').mockImplementation(async (_, init) => {
      asked.push(new Headers(init?.headers).get('last-event-id'));
      const { readable, writable } = new TransformStream<Uint8Array>();
      const writer = writable.getWriter();
      say = (text) => void writer.write(new TextEncoder().encode(text)).catch(() => undefined);
      init?.signal?.addEventListener('abort', () => void writer.abort(init.signal?.reason).catch(() => undefined));
      return new Response(readable);
    });
    return { asked, say: (text: string) => say(text) };
  }

  it('share one connection; when its window closes, the next goes on from the same place', async () => {
    const { asked, say } = openServer();
    const first: MyBuildsNews[] = [];
    const second: MyBuildsNews[] = [];
    const closeFirst = listenToMyBuilds('me', (news) => first.push(news));
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    say(frame('hello', {}, 'c0'));
    await vi.waitFor(() => expect(first).toHaveLength(1));
    const closeSecond = listenToMyBuilds('me', (news) => second.push(news));
    say(ended('b1', 'c1'));
    await vi.waitFor(() => expect(idsOf(second)).toEqual(['b1']));
    expect(idsOf(first)).toEqual(['b1']);
    expect(asked).toHaveLength(1);
    closeFirst();
    await vi.waitFor(() => expect(asked).toEqual([null, 'c1']));
    say(ended('b2', 'c2'));
    await vi.waitFor(() => expect(idsOf(second)).toEqual(['b1', 'b2']));
    expect(idsOf(first)).toEqual(['b1']);
    closeSecond();
  });

  it('that came after the last news still know where to go on', async () => {
    const { asked, say } = openServer();
    const first: MyBuildsNews[] = [];
    const closeFirst = listenToMyBuilds('you', (news) => first.push(news));
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    say(frame('hello', {}, 'c7'));
    await vi.waitFor(() => expect(first).toHaveLength(1));
    const overheard: unknown[] = [];
    const ear = new BroadcastChannel('glassworks:my-builds:you');
    ear.onmessage = ({ data }) => overheard.push(data);
    const closeSecond = listenToMyBuilds('you', () => undefined);
    await vi.waitFor(() => expect(overheard).toContainEqual({ kind: 'here', cursor: 'c7' }));
    ear.close();
    closeFirst();
    await vi.waitFor(() => expect(asked).toEqual([null, 'c7']));
    closeSecond();
  });
});
