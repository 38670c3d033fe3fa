import { isHostMessage, isWelcome } from './messages.ts';
import { createQueries, type Queries, QueryError } from './queries.ts';
import { sampleResult } from './sample-data.ts';
import type { AppMessage, ColorScheme, Hello, HostMessage } from './types.ts';

const HELLO_AT_MS = [0, 1000, 3000, 7000];
const WELCOME_DEADLINE_MS = 15_000;
const MAX_MESSAGE = 4000;
const MAX_STACK = 8000;

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
  reportError(error: unknown): void;
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
    else if (message.type !== 'query' && message.type !== 'cancel') outbox.push(message);
  };
  const queries = standalone
    ? createQueries({
        send: (message) =>
          message.type === 'query' && answerAlone(queries, message.id, () => (sample ? sampleResult(message.query) : null)),
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
    const timers = HELLO_AT_MS.map((ms) => setTimeout(() => parent.postMessage(hello, origin), ms));
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
    reportError: (error) => {
      const { message, stack } = error instanceof Error ? error : new Error(String(error));
      if (!standalone)
        send({ type: 'error', message: message.slice(0, MAX_MESSAGE), ...(stack ? { stack: stack.slice(0, MAX_STACK) } : {}) });
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

function answerAlone(queries: Queries, id: number, sample: () => Parameters<Queries['settle']>[1] | null) {
  const alone = new QueryError('standalone', 'This app runs outside Glassworks, so it has no data. Turn on sample data to see the layout.');
  setTimeout(() => queries.settle(id, sample() ?? alone), 50);
}

function saveHere(filename: string, mime: string, text: string) {
  const address = URL.createObjectURL(new Blob([text], { type: mime }));
  const link = document.createElement('a');
  link.href = address;
  link.download = filename;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
