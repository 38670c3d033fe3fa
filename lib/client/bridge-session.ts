import { type AppMessage, AppMessage as AppMessageSchema, type HostMessage, type SourcePlace } from '#lib/contracts/bridge.ts';
import { MetricQuery, type QueryResult } from '#lib/contracts/query.ts';
import { assertUnreachable } from '#lib/errors.ts';
import { unstorable } from '#lib/storable.ts';
import { type AboutNumber, createAnsweredQueries } from './answered-queries.ts';
import { ApiError } from './api.ts';
import { createMeter, refuseBeforeReading } from './message-guard.ts';

export interface AppProblem {
  readonly kind: 'script' | 'query';
  /** Untrusted text. */
  readonly message: string;
  /** Untrusted. */
  readonly place?: SourcePlace | undefined;
}

export interface AppFile {
  readonly filename: string;
  readonly mime: string;
  readonly text: string;
}

export interface BridgeEvents {
  /** Rejects with an ApiError, or the signal's reason. */
  runQuery(query: MetricQuery, signal: AbortSignal): Promise<QueryResult>;
  onSettled(queries: number): void;
  onProblem(problem: AppProblem): void;
  /** Problems that came too fast to be told one by one. */
  onMoreProblems(): void;
  onDownload(file: AppFile): void;
  onAbout(about: AboutNumber): void;
  /** The app is heard no more: it keeps the page busy. `reason` is ours, not the app's. */
  onMisbehaved(reason: string): void;
}

export interface Session {
  send(message: HostMessage): void;
  stop(): void;
}

/** More than this at a time is a defect of the app, or an attempt to keep the page busy. */
const MAX_OPEN_QUERIES = 200;
const MAX_REFUSED = 500;
/** What goes wrong on the way to the server, or is not the app's to mend, is no problem of the app. */
const NOT_THE_APPS = new Set(['offline', 'unauthenticated', 'unavailable', 'bad_answer', 'internal', 'rate_limited', 'not_found']);

/** One connection to an app: what it asks and says, bounded in size and number before it is read. */
export function openSession(port: MessagePort, events: BridgeEvents): Session {
  const clock = () => performance.now();
  const messages = createMeter({ burst: 400, perSecond: 100, clock });
  const problems = createMeter({ burst: 20, perSecond: 2, clock });
  const open = new Map<number, AbortController>();
  const answered = createAnsweredQueries();
  const send = (message: HostMessage) => port.postMessage(message);
  const fail = (id: number, code: string, message: string) => send({ type: 'failure', id, code, message });

  function stop() {
    for (const one of open.values()) one.abort(new Error('The app was closed.'));
    open.clear();
    port.onmessage = null;
    port.close();
  }

  function misbehaved(reason: string) {
    stop();
    events.onMisbehaved(reason);
  }

  function tellProblem(problem: AppProblem) {
    if (problems.take()) events.onProblem(problem);
    else events.onMoreProblems();
  }

  async function query(id: number, asked: MetricQuery) {
    if (open.has(id)) return fail(id, 'invalid_request', `Request ${id} is already under way.`);
    if (open.size >= MAX_OPEN_QUERIES) return fail(id, 'rate_limited', `The app asked ${MAX_OPEN_QUERIES} queries at once. Ask fewer.`);
    const stopped = new AbortController();
    open.set(id, stopped);
    const outcome = await events.runQuery(asked, stopped.signal).catch(known);
    if (open.get(id) === stopped) open.delete(id);
    if (stopped.signal.aborted) return;
    if (outcome instanceof ApiError) return failed(id, asked, outcome);
    answered.remember(id, asked, outcome);
    send({ type: 'result', id, result: outcome });
  }

  function failed(id: number, asked: MetricQuery, { code, message }: ApiError) {
    fail(id, code, message);
    if (!NOT_THE_APPS.has(code)) tellProblem({ kind: 'query', message: `The query on "${asked.explore}" failed: ${message}` });
  }

  /** One query of several: what is wrong with it is told of it alone. */
  function readQuery(id: number, given: unknown) {
    const parsed = MetricQuery.safeParse(given);
    const problem = parsed.success ? unstorable(parsed.data) : (parsed.error.issues[0]?.message ?? 'cannot be read');
    if (parsed.success && problem === null) return void query(id, parsed.data);
    fail(id, 'invalid_request', `The app asked for something that is not a query: ${problem}`);
    tellProblem({ kind: 'query', message: `The app asked for something that is not a query: ${problem}` });
  }

  const tellAbout = (about: AboutNumber | null) => about !== null && events.onAbout(about);

  function receive(message: AppMessage): unknown {
    switch (message.type) {
      case 'query':
        return readQuery(message.id, message.query);
      case 'queries':
        for (const one of message.queries) readQuery(one.id, one.query);
        return;
      case 'cancel':
        return open.get(message.id)?.abort(new Error('The app no longer needs this query.'));
      case 'about':
        return tellAbout(answered.about(message.id, message.fieldId));
      case 'settled':
        return events.onSettled(message.queries);
      case 'error':
        return tellProblem({ kind: 'script', message: message.message, place: message.place });
      case 'download':
        return events.onDownload({ filename: message.filename, mime: message.mime, text: message.text });
      default:
        return assertUnreachable(message);
    }
  }

  port.onmessage = (event: MessageEvent<unknown>) => {
    if (!messages.take()) {
      if (messages.refused > MAX_REFUSED) misbehaved('It sent more messages than this page can read.');
      return;
    }
    const refused = refuseBeforeReading(event.data);
    if (refused !== null) return misbehaved(`It sent a message that this page does not read. ${refused}`);
    const parsed = AppMessageSchema.safeParse(event.data);
    if (parsed.success) return receive(parsed.data);
    const id: unknown = typeof event.data === 'object' && event.data !== null && 'id' in event.data ? event.data.id : undefined;
    if (typeof id === 'number')
      fail(id, 'invalid_request', `The app asked for something that is not a query: ${parsed.error.issues[0]?.message ?? ''}`);
  };

  return { send, stop };
}

const known = (thrown: unknown): ApiError =>
  thrown instanceof ApiError ? thrown : new ApiError('internal', 'The query could not be run. Try again.');
