import { afterEach, describe, expect, it, vi } from 'vitest';
import type { AppMessage, HostMessage } from '#lib/contracts/bridge.ts';
import type { QueryResult } from '#lib/contracts/query.ts';
import { ApiError } from './api.ts';
import { type BridgeHost, type BridgeHostOptions, startBridgeHost } from './bridge-host.ts';

const RESULT: QueryResult = {
  columns: [],
  rows: [[1]],
  rowCount: 1,
  truncated: false,
  cache: { hit: false, ageMs: 0 },
  timing: { compileMs: 0, warehouseMs: 0, totalMs: 0 },
};
const HELLO = { glassworks: 'hello', version: 1 };

/** What the sandboxed frame is to its host: something that posts, and is posted to. */
class Frame extends EventTarget {
  port: MessagePort | null = null;
  readonly heard: HostMessage[] = [];
  postMessage(message: unknown, options: { targetOrigin: string; transfer: MessagePort[] }) {
    expect(message).toMatchObject({ glassworks: 'welcome', version: 1 });
    this.port = options.transfer[0] ?? null;
    if (this.port) this.port.onmessage = ({ data }) => this.heard.push(data);
  }
  send(message: AppMessage | Record<string, unknown>) {
    this.port?.postMessage(message);
  }
}

let host: BridgeHost | null = null;
const frames: Frame[] = [];
afterEach(() => {
  host?.stop();
  for (const frame of frames.splice(0)) frame.port?.close();
});

function setUp(options: Partial<BridgeHostOptions> = {}) {
  const frame = new Frame();
  frames.push(frame);
  const target = new EventTarget();
  const source = frame as unknown as MessageEventSource;
  const spies = {
    onConnected: vi.fn(),
    onSettled: vi.fn(),
    onProblem: vi.fn(),
    onMoreProblems: vi.fn(),
    onDownload: vi.fn(),
    onAbout: vi.fn(),
    onMisbehaved: vi.fn(),
  };
  host = startBridgeHost({ frame: () => source, colorScheme: () => 'dark', runQuery: async () => RESULT, target, ...spies, ...options });
  const post = (data: unknown, from: unknown = frame, origin = 'null') =>
    target.dispatchEvent(Object.assign(new Event('message'), { data, source: from, origin }));
  return { frame, post, ...spies };
}

const until = (check: () => void) => vi.waitFor(check, { timeout: 2_000 });

describe('the host side of the bridge', () => {
  it('answers the hello of its frame with a port, and queries on that port', async () => {
    const { frame, post, onConnected } = setUp();
    post(HELLO);
    expect(onConnected).toHaveBeenCalledOnce();
    frame.send({ type: 'query', id: 7, query: { explore: 'orders' } });
    await until(() => expect(frame.heard).toEqual([{ type: 'result', id: 7, result: RESULT }]));
  });

  it('is deaf to another window, another origin and another greeting', () => {
    const { frame, post } = setUp();
    post(HELLO, new Frame());
    post(HELLO, frame, 'https://example.com');
    post({ glassworks: 'hello', version: 2 });
    post(HELLO, null);
    expect(frame.port).toBeNull();
  });

  it('hands the error of a query back with its code', async () => {
    const { frame, post } = setUp({ runQuery: () => Promise.reject(new ApiError('forbidden', 'Not yours.')) });
    post(HELLO);
    frame.send({ type: 'query', id: 1, query: { explore: 'orders' } });
    await until(() => expect(frame.heard).toEqual([{ type: 'failure', id: 1, code: 'forbidden', message: 'Not yours.' }]));
  });

  it('tells the app nothing about a defect of its own', async () => {
    const { frame, post } = setUp({ runQuery: () => Promise.reject(new Error('secret path /srv')) });
    post(HELLO);
    frame.send({ type: 'query', id: 1, query: { explore: 'orders' } });
    await until(() => expect(frame.heard).toHaveLength(1));
    expect(JSON.stringify(frame.heard)).not.toContain('secret');
  });

  it('stops a query that the app cancels, and answers it no more', async () => {
    const signals: AbortSignal[] = [];
    const runQuery = (_: unknown, signal: AbortSignal) =>
      new Promise<QueryResult>((_, reject) => {
        signals.push(signal);
        signal.addEventListener('abort', () => reject(signal.reason));
      });
    const { frame, post } = setUp({ runQuery });
    post(HELLO);
    frame.send({ type: 'query', id: 1, query: { explore: 'orders' } });
    await until(() => expect(signals).toHaveLength(1));
    frame.send({ type: 'cancel', id: 1 });
    await until(() => expect(signals[0]?.aborted).toBe(true));
    expect(frame.heard).toEqual([]);
  });

  it('refuses what is not a message of the bridge', async () => {
    const { frame, post, onDownload } = setUp();
    post(HELLO);
    frame.send({ type: 'query', id: 3, query: { explore: 'orders', sql: 'select 1' } });
    frame.send({ type: 'download', filename: 5 });
    frame.send({ type: 'evil' });
    await until(() => expect(frame.heard).toMatchObject([{ type: 'failure', id: 3, code: 'invalid_request' }]));
    expect(onDownload).not.toHaveBeenCalled();
  });

  it('bounds how many queries may wait', async () => {
    const { frame, post } = setUp({ runQuery: () => new Promise<QueryResult>(() => undefined) });
    post(HELLO);
    for (let id = 1; id <= 201; id += 1) frame.send({ type: 'query', id, query: { explore: `e${id}` } });
    await until(() => expect(frame.heard).toMatchObject([{ type: 'failure', id: 201, code: 'rate_limited' }]));
  });

  it('passes on errors, downloads and the end of the first draw', async () => {
    const { frame, post, onProblem, onDownload, onSettled } = setUp();
    post(HELLO);
    frame.send({ type: 'settled', queries: 2 });
    frame.send({ type: 'error', message: 'boom', place: { file: 'src/App.tsx', line: 3 } });
    frame.send({ type: 'download', filename: 'a.csv', mime: 'text/csv', text: 'a' });
    await until(() => expect(onDownload).toHaveBeenCalledWith({ filename: 'a.csv', mime: 'text/csv', text: 'a' }));
    expect(onSettled).toHaveBeenCalledWith(2);
    expect(onProblem).toHaveBeenCalledWith({ kind: 'script', message: 'boom', place: { file: 'src/App.tsx', line: 3 } });
  });

  it('answers each query of a batch by itself: one that is wrong fails alone', async () => {
    const { frame, post, onProblem } = setUp();
    post(HELLO);
    const queries = [
      { id: 1, query: { explore: 'orders' } },
      { id: 2, query: { explore: 'orders', sql: 'select 1' } },
      { id: 3, query: { explore: 'or\u0000ders' } },
    ];
    frame.send({ type: 'queries', queries });
    await until(() => expect(frame.heard).toHaveLength(3));
    const byId = frame.heard.toSorted((a, b) => ('id' in a && 'id' in b ? a.id - b.id : 0));
    expect(byId).toMatchObject([
      { type: 'result', id: 1 },
      { type: 'failure', id: 2, code: 'invalid_request' },
      { type: 'failure', id: 3, code: 'invalid_request' },
    ]);
    expect(onProblem).toHaveBeenCalledTimes(2);
  });

  it('tells where a number comes from by its own record, and nothing of what it did not answer', async () => {
    const result = { ...RESULT, rowCount: 12, truncated: true, cache: { hit: true, ageMs: 5_000 } };
    const { frame, post, onAbout, onSettled } = setUp({ runQuery: async () => result });
    post(HELLO);
    const query = { explore: 'orders', metrics: ['orders_revenue'] };
    frame.send({ type: 'query', id: 1, query });
    await until(() => expect(frame.heard).toHaveLength(1));
    frame.send({ type: 'about', id: 1, fieldId: 'customers_salary' });
    frame.send({ type: 'about', id: 2, fieldId: 'orders_revenue' });
    frame.send({ type: 'about', id: 1, fieldId: 'orders_revenue', label: '<b>Forged</b>', query: { explore: 'other' } });
    frame.send({ type: 'settled', queries: 1 });
    await until(() => expect(onSettled).toHaveBeenCalled());
    expect(onAbout).toHaveBeenCalledOnce();
    const about = onAbout.mock.calls[0]?.[0];
    expect(about).toMatchObject({ query: { explore: 'orders' }, fieldId: 'orders_revenue', rowCount: 12, truncated: true });
    expect(Date.now() - about.readAt).toBeGreaterThanOrEqual(5_000);
    expect(JSON.stringify(about)).not.toContain('Forged');
  });

  it('reports the failures that the app can mend, and not those on the way', async () => {
    const failures = [new ApiError('unprocessable', 'No such column.'), new ApiError('offline', 'No network.')];
    const { frame, post, onProblem } = setUp({ runQuery: () => Promise.reject(failures.shift()) });
    post(HELLO);
    frame.send({ type: 'query', id: 1, query: { explore: 'orders' } });
    frame.send({ type: 'query', id: 2, query: { explore: 'orders' } });
    await until(() => expect(frame.heard).toHaveLength(2));
    expect(onProblem.mock.calls).toEqual([[{ kind: 'query', message: 'The query on "orders" failed: No such column.' }]]);
  });

  it('tells few of many errors, and says that there are more', async () => {
    const { frame, post, onProblem, onMoreProblems, onMisbehaved } = setUp();
    post(HELLO);
    for (let index = 0; index < 100; index += 1) frame.send({ type: 'error', message: `boom ${index}` });
    await until(() => expect(onProblem.mock.calls.length + onMoreProblems.mock.calls.length).toBe(100));
    expect(onProblem.mock.calls.length).toBeLessThan(25);
    expect(onMisbehaved).not.toHaveBeenCalled();
  });

  it('hears no more of an app that floods it, and says why', async () => {
    const { frame, post, onMisbehaved, onProblem } = setUp();
    post(HELLO);
    for (let index = 0; index < 10_000; index += 1) frame.send({ type: 'error', message: 'boom' });
    await until(() => expect(onMisbehaved).toHaveBeenCalledWith('It sent more messages than this page can read.'));
    const heard = onProblem.mock.calls.length;
    frame.send({ type: 'error', message: 'one more' });
    post(HELLO);
    expect(onMisbehaved).toHaveBeenCalledOnce();
    expect(onProblem.mock.calls.length).toBe(heard);
  });

  it('hears no more of an app that greets without end', () => {
    const { post, onMisbehaved } = setUp();
    for (let index = 0; index < 1_000; index += 1) post({ glassworks: 'nonsense' });
    expect(onMisbehaved).toHaveBeenCalledOnce();
  });

  it('hears no more of an app that sends what is too large to read', async () => {
    const { frame, post, onMisbehaved } = setUp();
    post(HELLO);
    frame.send({ type: 'error', message: 'x'.repeat(5_000_000) });
    await until(() => expect(onMisbehaved).toHaveBeenCalledWith('It sent a message that this page does not read. It is too long.'));
  });

  it('gives a frame that was reloaded a new port and closes the old one', async () => {
    const { frame, post } = setUp();
    post(HELLO);
    const old = frame.port;
    post(HELLO);
    expect(frame.port).not.toBe(old);
    host?.setColorScheme('light');
    await until(() => expect(frame.heard).toEqual([{ type: 'theme', colorScheme: 'light' }]));
    old?.close();
  });
});
