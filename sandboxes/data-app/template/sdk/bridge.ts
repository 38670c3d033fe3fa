import { isHostMessage, isWelcome } from './messages.ts';
import { createQueries, type Queries, QueryError } from './queries.ts';
import { sampleResult } from './sample-data.ts';
import type { AppMessage, AskedQuery, ColorScheme, Hello, HostMessage, SourcePlace } from './types.ts';

/** The first is said at once. */
const HELLO_AGAIN_AT_MS = [300, 1000, 3000, 7000];
const WELCOME_DEADLINE_MS = 15_000;
const MAX_MESSAGE = 4000;
const MAX_STACK = 8000;
/** Reports that wait for the host: an app that fails in a loop must not fill its own memory. */
const MAX_OUTBOX = 50;

export interface BridgeOptions {
  readonly self: Window;
  readonly parent: Window;
  /** The only origin that is spoken to; null when the app was opened on its own. */
  readonly hostOrigin: string | null;
}

/** The app's end of the bridge: queries, downloads, reports and the theme travel on one private port. */
export interface Bridge {
  /** True when no Glassworks page is around the app: there are no real rows. */
  readonly standalone: boolean;
  readonly queries: Queries;
  colorScheme(): ColorScheme;
  sampleData(): boolean;
  setSampleData(on: boolean): void;
  /** Calls back when the theme or the sample-data switch changed. */
  subscribe(listener: () => void): () => void;
  /** Has the host save a file for the viewer; on its own the browser saves it. */
  download(filename: string, mime: string, text: string): void;
  /** Asks the host to show where a number comes from. `id` is the request that brought it. */
  about(id: number, fieldId: string): void;
  reportError(error: unknown, place?: SourcePlace | null): void;
  reportSettled(queries: number): void;
}

/** Opens the bridge. One is made per page, by `startApp`. */
export function createBridge({ self, parent, hostOrigin }: BridgeOptions): Bridge {
  const standalone = hostOrigin === null || parent === self;
  const listeners = new Set<() => void>();
  let scheme: ColorScheme = self.matchMedia?.('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  let sample = false;
  let port: MessagePort | null = null;
  let outbox: AppMessage[] = [];
  const changed = () => {
    for (const listener of listeners) listener();
  };
  const send = (message: AppMessage) => {
    if (port) port.postMessage(message);
    else if (message.type !== 'queries' && message.type !== 'cancel' && outbox.length < MAX_OUTBOX) outbox.push(message);
  };
  const queries = standalone
    ? createQueries({
        send: (message) =>
          message.type === 'queries' && answerAlone(queries, message.queries, ({ query }) => (sample ? sampleResult(query) : null)),
      })
    : createQueries({ send });

  function onHostMessage({ data }: MessageEvent<unknown>) {
    if (!isHostMessage(data)) return;
    const message: HostMessage = data;
    if (message.type === 'result') queries.settle(message.id, message.result);
    else if (message.type === 'failure') queries.settle(message.id, new QueryError(message.code, message.message));
    else {
      scheme = message.colorScheme;
      changed();
    }
  }

  function connect(origin: string) {
    const hello: Hello = { glassworks: 'hello', version: 1 };
    const greet = () => parent.postMessage(hello, origin);
    const timers = HELLO_AGAIN_AT_MS.map((ms) => setTimeout(greet, ms));
    const onWindowMessage = (event: MessageEvent<unknown>) => {
      const first = event.ports[0];
      if (event.source !== parent || event.origin !== origin || !first || !isWelcome(event.data)) return;
      stopWaiting();
      // The newest welcome counts: the host closes the port before it when it hears a second hello.
      port?.close();
      port = first;
      port.onmessage = onHostMessage;
      scheme = event.data.colorScheme;
      changed();
      for (const message of outbox) port.postMessage(message);
      outbox = [];
      queries.resend();
    };
    const deadline = setTimeout(() => {
      stopWaiting();
      queries.failAll(new QueryError('no_host', 'The page around this app did not answer. Reload it to try again.'));
    }, WELCOME_DEADLINE_MS);
    function stopWaiting() {
      for (const timer of timers) clearTimeout(timer);
      clearTimeout(deadline);
    }
    self.addEventListener('message', onWindowMessage);
    greet();
  }

  if (!standalone && hostOrigin) connect(hostOrigin);

  return {
    standalone,
    queries,
    colorScheme: () => scheme,
    sampleData: () => sample,
    setSampleData: (on) => {
      sample = on;
      changed();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    download: (filename, mime, text) => (standalone ? saveHere(filename, mime, text) : send({ type: 'download', filename, mime, text })),
    about: (id, fieldId) => {
      if (!standalone) send({ type: 'about', id, fieldId });
    },
    reportError: (error, place) => {
      if (standalone) return;
      const { message, stack } = error instanceof Error ? error : new Error(String(error));
      const where = { ...(stack ? { stack: stack.slice(0, MAX_STACK) } : {}), ...(place ? { place } : {}) };
      send({ type: 'error', message: message.slice(0, MAX_MESSAGE), ...where });
    },
    reportSettled: (count) => {
      if (!standalone) send({ type: 'settled', queries: count });
    },
  };
}

/** The host's origin as the host wrote it into the address: `#host=https://…`. */
export function hostOriginOf(hash: string): string | null {
  const value = new URLSearchParams(hash.replace(/^#/, '')).get('host');
  if (!value || !URL.canParse(value)) return null;
  const { origin } = new URL(value);
  return origin === 'null' ? null : origin;
}

function answerAlone(queries: Queries, asked: readonly AskedQuery[], sample: (one: AskedQuery) => Parameters<Queries['settle']>[1] | null) {
  const alone = new QueryError('standalone', 'This app runs outside Glassworks, so it has no data. Turn on sample data to see the layout.');
  setTimeout(() => {
    for (const one of asked) queries.settle(one.id, sample(one) ?? alone);
  }, 50);
}

function saveHere(filename: string, mime: string, text: string) {
  const address = URL.createObjectURL(new Blob([text], { type: mime }));
  const link = document.createElement('a');
  link.href = address;
  link.download = filename;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
