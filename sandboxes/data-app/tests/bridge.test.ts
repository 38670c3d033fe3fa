import { afterEach, expect, test, vi } from 'vitest';
import { MAX_QUERIES_A_MESSAGE } from '../../../lib/contracts/bridge.ts';
import { createBridge, hostOriginOf } from '../template/sdk/bridge.ts';
import { QueryError } from '../template/sdk/queries.ts';
import type { AppMessage, QueryResult } from '../template/sdk/types.ts';

const HOST = 'https://glassworks.example';
const QUERY = { explore: 'orders', metrics: ['orders_count'] };
const RESULT: QueryResult = {
  columns: [],
  rows: [[1]],
  rowCount: 1,
  truncated: false,
  cache: { hit: false, ageMs: 0 },
  timing: { compileMs: 0, warehouseMs: 0, totalMs: 0 },
};

/** Two ends of a postMessage world: what the app posts to its parent, and events that reach the app's window. */
function world() {
  const self = new EventTarget() as unknown as Window;
  const hellos: { data: unknown; origin: string }[] = [];
  const parent = { postMessage: (data: unknown, origin: string) => hellos.push({ data, origin }) } as unknown as Window;
  const bridge = createBridge({ self, parent, hostOrigin: HOST });
  const ports: MessagePort[] = [];
  const welcome = (over: { source?: unknown; origin?: string } = {}) => {
    const { port1, port2 } = new MessageChannel();
    const heard: AppMessage[] = [];
    port1.onmessage = ({ data }) => heard.push(data as AppMessage);
    ports.push(port1);
    const data = { glassworks: 'welcome', version: 1, colorScheme: 'dark' };
    const event = Object.assign(new Event('message'), { data, source: parent, origin: HOST, ports: [port2], ...over });
    self.dispatchEvent(event);
    return { port: port1, heard };
  };
  return { bridge, hellos, welcome, close: () => ports.forEach((port) => void port.close()) };
}

const worlds: ReturnType<typeof world>[] = [];
const newWorld = () => {
  const made = world();
  worlds.push(made);
  return made;
};
afterEach(() => {
  for (const { close } of worlds.splice(0)) close();
});
const signal = () => new AbortController().signal;

test('the app greets the origin from its address only', async () => {
  const { hellos } = newWorld();
  await vi.waitFor(() => expect(hellos).toEqual([{ data: { glassworks: 'hello', version: 1 }, origin: HOST }]));
  expect(hostOriginOf('#host=https%3A%2F%2Fglassworks.example')).toBe(HOST);
  expect(hostOriginOf('#host=javascript:alert(1)')).toBeNull();
  expect(hostOriginOf('')).toBeNull();
});

test('a welcome from another window or another origin is ignored', async () => {
  const { bridge, welcome } = newWorld();
  const stranger = welcome({ origin: 'https://evil.example' });
  const sibling = welcome({ source: {} });
  const host = welcome();
  bridge.reportSettled(0);
  await vi.waitFor(() => expect(host.heard).toEqual([{ type: 'settled', queries: 0 }]));
  expect([...stranger.heard, ...sibling.heard]).toEqual([]);
  expect(bridge.colorScheme()).toBe('dark');
});

test('equal queries under way are asked once, whatever the order of their keys', async () => {
  const { bridge, welcome } = newWorld();
  const { port, heard } = welcome();
  const both = [bridge.queries.run(QUERY, signal()), bridge.queries.run({ metrics: ['orders_count'], explore: 'orders' }, signal())];
  await vi.waitFor(() => expect(heard).toEqual([{ type: 'queries', queries: [{ id: 1, query: QUERY }] }]));
  port.postMessage({ type: 'result', id: 1, result: RESULT });
  const answer = { id: 1, result: RESULT };
  expect(await Promise.all(both)).toEqual([answer, answer]);
});

test('what is asked in one tick travels in one message, as many as the host takes, and what is given up at once does not travel', async () => {
  const { bridge, welcome } = newWorld();
  const { heard } = welcome();
  const stop = new AbortController();
  const runs = Array.from({ length: MAX_QUERIES_A_MESSAGE + 2 }, (_, index) =>
    bridge.queries.run({ explore: `e${index}` }, index === 0 ? stop.signal : signal()).catch(() => undefined),
  );
  stop.abort();
  await vi.waitFor(() => expect(heard).toHaveLength(2));
  expect(heard.map((message) => (message.type === 'queries' ? message.queries.map(({ id }) => id) : message))).toEqual([
    Array.from({ length: MAX_QUERIES_A_MESSAGE }, (_, index) => index + 2),
    [MAX_QUERIES_A_MESSAGE + 2],
  ]);
  bridge.queries.failAll(new QueryError('done', 'The test is over.'));
  await Promise.all(runs);
});

test('a query that cannot be posted fails alone', async () => {
  const { bridge, welcome } = newWorld();
  const { heard } = welcome();
  const odd = { explore: 'orders', limit: 10n } as unknown as typeof QUERY;
  await expect(bridge.queries.run(odd, signal())).rejects.toThrow(/BigInt/);
  void bridge.queries.run(QUERY, signal()).catch(() => undefined);
  await vi.waitFor(() => expect(heard).toHaveLength(1));
});

test('a number is asked about by the request that brought it', async () => {
  const { bridge, welcome } = newWorld();
  const { port, heard } = welcome();
  const run = bridge.queries.run(QUERY, signal());
  await vi.waitFor(() => expect(heard).toHaveLength(1));
  port.postMessage({ type: 'result', id: 1, result: RESULT });
  bridge.about((await run).id, 'orders_count');
  await vi.waitFor(() => expect(heard.at(-1)).toEqual({ type: 'about', id: 1, fieldId: 'orders_count' }));
});

test('a query is cancelled when the last of those who wait for it has gone', async () => {
  const { bridge, welcome } = newWorld();
  const { heard } = welcome();
  const [first, second] = [new AbortController(), new AbortController()];
  const runs = [bridge.queries.run(QUERY, first.signal), bridge.queries.run(QUERY, second.signal)];
  const outcomes = Promise.allSettled(runs);
  await vi.waitFor(() => expect(heard).toHaveLength(1));
  first.abort();
  expect(bridge.queries.count().underWay).toBe(1);
  second.abort();
  expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await vi.waitFor(() => expect(heard.at(-1)).toEqual({ type: 'cancel', id: 1 }));
});

test('a failure of the host is an error with its message', async () => {
  const { bridge, welcome } = newWorld();
  const { port } = welcome();
  const run = bridge.queries.run(QUERY, signal());
  port.postMessage({ type: 'failure', id: 1, code: 'forbidden', message: 'Ask for access.' });
  await expect(run).rejects.toMatchObject({ code: 'forbidden', message: 'Ask for access.' });
});

test('queries asked before the welcome, and those under way at a second one, reach the newest port', async () => {
  const { bridge, welcome } = newWorld();
  const run = bridge.queries.run(QUERY, signal());
  const first = welcome();
  await vi.waitFor(() => expect(first.heard).toHaveLength(1));
  const second = welcome();
  await vi.waitFor(() => expect(second.heard).toEqual([{ type: 'queries', queries: [{ id: 1, query: QUERY }] }]));
  second.port.postMessage({ type: 'result', id: 1, result: RESULT });
  expect(await run).toEqual({ id: 1, result: RESULT });
});

test('an app without a host says so, and shows made-up rows once asked to', async () => {
  const self = new EventTarget() as unknown as Window;
  const bridge = createBridge({ self, parent: self, hostOrigin: null });
  await expect(bridge.queries.run(QUERY, signal())).rejects.toMatchObject({ code: 'standalone' });
  bridge.setSampleData(true);
  const query = { explore: 'orders', dimensions: ['orders_date_month'], metrics: ['orders_count'] };
  const [first, again] = [await bridge.queries.run(query, signal()), await bridge.queries.run(query, signal())];
  expect(first.result.rows).toHaveLength(12);
  expect(again.result).toEqual(first.result);
});
