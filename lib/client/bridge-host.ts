import { type AppMessage, AppMessage as AppMessageSchema, BRIDGE_VERSION, BridgeHello, type HostMessage } from '#lib/contracts/bridge.ts';
import type { MetricQuery, QueryResult } from '#lib/contracts/query.ts';
import { assertUnreachable } from '#lib/errors.ts';
import { ApiError } from './api.ts';
import { createQueryPool } from './query-pool.ts';

export interface BridgeHostOptions {
  /** The window that holds the app; anything from elsewhere is ignored. */
  frame: () => MessageEventSource | null;
  colorScheme: () => 'light' | 'dark';
  runQuery(query: MetricQuery, signal: AbortSignal): Promise<QueryResult>;
  onConnected(): void;
  onSettled(queries: number): void;
  onAppError(error: { message: string; stack?: string | undefined }): void;
  onDownload(file: { filename: string; mime: string; text: string }): void;
  /** Where `message` events arrive; the page's window unless told. */
  target?: EventTarget;
}

export interface BridgeHost {
  setColorScheme(colorScheme: 'light' | 'dark'): void;
  stop(): void;
}

/** More than this at a time is a defect of the app, or an attempt to keep the page busy. */
const MAX_OPEN_QUERIES = 200;

/**
 * The host's end of the bridge (see `lib/contracts/bridge.ts`). The app is taken for hostile: only the given
 * frame with an opaque origin is heard, every message is checked, and nothing but query results goes back.
 */
export function startBridgeHost(options: BridgeHostOptions): BridgeHost {
  const target = options.target ?? window;
  let session: Session | null = null;

  const onMessage = (raw: Event) => {
    const event = raw as MessageEvent;
    // A sandboxed frame without `allow-same-origin` has the origin "null"; any other sender is not the app.
    if (event.source === null || event.source !== options.frame() || event.origin !== 'null') return;
    if (!BridgeHello.safeParse(event.data).success) return;
    session?.stop();
    const channel = new MessageChannel();
    session = openSession(channel.port1, options);
    const welcome = { glassworks: 'welcome', version: BRIDGE_VERSION, colorScheme: options.colorScheme() };
    // An opaque origin cannot be named as a target; the frame was checked above and the greeting holds no secret.
    event.source.postMessage(welcome, { targetOrigin: '*', transfer: [channel.port2] });
    options.onConnected();
  };
  target.addEventListener('message', onMessage);

  return {
    setColorScheme: (colorScheme) => session?.send({ type: 'theme', colorScheme }),
    stop() {
      target.removeEventListener('message', onMessage);
      session?.stop();
      session = null;
    },
  };
}

interface Session {
  send(message: HostMessage): void;
  stop(): void;
}

function openSession(port: MessagePort, options: BridgeHostOptions): Session {
  const open = new Map<number, AbortController>();
  const pool = createQueryPool(options.runQuery);
  const send = (message: HostMessage) => port.postMessage(message);
  const fail = (id: number, code: string, message: string) => send({ type: 'failure', id, code, message });

  async function query(id: number, metricQuery: MetricQuery) {
    if (open.has(id)) return fail(id, 'invalid_request', `Request ${id} is already under way.`);
    if (open.size >= MAX_OPEN_QUERIES) return fail(id, 'rate_limited', `The app asked ${MAX_OPEN_QUERIES} queries at once. Ask fewer.`);
    const stop = new AbortController();
    open.set(id, stop);
    try {
      send({ type: 'result', id, result: await pool.run(metricQuery, stop.signal) });
    } catch (thrown) {
      if (stop.signal.aborted) return;
      const known = thrown instanceof ApiError ? thrown : new ApiError('internal', 'The query could not be run. Try again.');
      fail(id, known.code, known.message);
    } finally {
      open.delete(id);
    }
  }

  function receive(message: AppMessage) {
    switch (message.type) {
      case 'query':
        return void query(message.id, message.query);
      case 'cancel':
        return open.get(message.id)?.abort(new Error('The app no longer needs this query.'));
      case 'settled':
        return options.onSettled(message.queries);
      case 'error':
        return options.onAppError({ message: message.message, stack: message.stack });
      case 'download':
        return options.onDownload({ filename: message.filename, mime: message.mime, text: message.text });
      default:
        return assertUnreachable(message);
    }
  }

  port.onmessage = ({ data }) => {
    const parsed = AppMessageSchema.safeParse(data);
    if (parsed.success) return receive(parsed.data);
    const id: unknown = typeof data === 'object' && data !== null ? data.id : undefined;
    if (typeof id === 'number')
      fail(id, 'invalid_request', `The app asked for something that is not a query: ${parsed.error.issues[0]?.message ?? ''}`);
  };

  return {
    send,
    stop() {
      for (const stop of open.values()) stop.abort(new Error('The app was closed.'));
      open.clear();
      port.close();
    },
  };
}
