import { AppMessage, type HostMessage, type SourcePlace } from '#lib/contracts/bridge.ts';
import type { MetricQuery, QueryResult } from '#lib/contracts/query.ts';
import { AppError, toError } from '#lib/errors.ts';
import { storableText, unstorable } from '#lib/storable.ts';

export type RunQuery = (query: MetricQuery, signal: AbortSignal) => Promise<QueryResult>;

/**
 * Milliseconds without anything happening after which the app counts as finished. An app that says when it has settled
 * waits for none of the long ones: they are long because a busy machine must not make a good app look blank.
 */
const QUIET = { settled: 40, connected: 2_000, failed: 1_000, silent: 4_000 } as const;
const MAX_NOTES = 20;
const MAX_QUERIES = 200;

/** Distinct lines, in order, and not more than a person would read. */
class Notes {
  readonly lines: string[] = [];
  add(given: string): void {
    const line = storableText(given);
    if (this.lines.length < MAX_NOTES && !this.lines.includes(line)) this.lines.push(line);
  }
}

/** What one app did while it was open: the host's end of the bridge, and the moment at which it came to rest. */
export class VerifySession {
  readonly errors = new Notes();
  readonly outside = new Notes();
  readonly failedQueries = new Notes();
  readonly queries = new Map<string, MetricQuery>();
  connected = false;
  asked = 0;
  private settled = false;
  private loaded = false;
  private readonly open = new Map<number, AbortController>();
  private readonly rest = Promise.withResolvers<void>();
  private timer: NodeJS.Timeout | undefined;
  private readonly run: RunQuery;
  private readonly signal: AbortSignal;

  constructor(run: RunQuery, signal: AbortSignal) {
    this.run = run;
    this.signal = signal;
  }

  /** Resolves when the app has come to rest: it said so, or nothing happened for a while. */
  get atRest(): Promise<void> {
    return this.rest.promise;
  }

  get unanswered(): number {
    return this.open.size;
  }

  noteError(line: string): void {
    this.errors.add(line);
    this.touch();
  }

  noteOutside(line: string): void {
    this.outside.add(line);
    this.touch();
  }

  noteLoaded(): void {
    this.loaded = true;
    this.touch();
  }

  /** Cancels what is under way. */
  end(): void {
    clearTimeout(this.timer);
    this.cancelAll('the app was closed');
  }

  private cancelAll(reason: string): void {
    for (const stop of this.open.values()) stop.abort(new Error(reason));
    this.open.clear();
  }

  /** One message of the app, as the host page passed it on. Returns what the host answers on the port. */
  async receive(text: string): Promise<HostMessage | null> {
    const data = parseJson(text);
    if (isHello(data)) {
      // A second greeting starts over: the app asks again, with the same numbers, what has no answer yet.
      this.cancelAll('the app connected again');
      this.connected = true;
      this.touch();
      return null;
    }
    const message = AppMessage.safeParse(data);
    if (!message.success) {
      this.noteError(`The app sent a message that its host does not know: ${message.error.issues[0]?.message ?? 'unreadable'}`);
      return refusal(data);
    }
    if (message.data.type === 'query') return this.query(message.data.id, message.data.query);
    if (message.data.type === 'cancel') this.open.get(message.data.id)?.abort(new Error('the app no longer needs this query'));
    if (message.data.type === 'settled') this.settled = true;
    if (message.data.type === 'error') this.errors.add(withPlace(message.data));
    this.touch();
    return null;
  }

  private async query(id: number, query: MetricQuery): Promise<HostMessage> {
    const failure = (code: string, message: string): HostMessage => {
      this.failedQueries.add(`The query on "${query.explore}" (${fieldsOf(query)}) failed: ${message}`);
      return { type: 'failure', id, code, message };
    };
    this.asked++;
    if (this.open.has(id)) return failure('invalid_request', `Request ${id} is already under way.`);
    if (this.asked > MAX_QUERIES) return failure('rate_limited', `The app asked more than ${MAX_QUERIES} queries. Ask fewer.`);
    const problem = unstorable(query);
    if (problem !== null) return failure('invalid_request', `The query ${problem}.`);
    this.queries.set(JSON.stringify(query), query);
    this.settled = false;
    const stop = new AbortController();
    this.open.set(id, stop);
    this.touch();
    try {
      const result = await this.run(query, AbortSignal.any([this.signal, stop.signal]));
      return { type: 'result', id, result };
    } catch (thrown) {
      if (stop.signal.aborted) return { type: 'failure', id, code: 'aborted', message: 'The query was cancelled.' };
      return thrown instanceof AppError ? failure(thrown.code, thrown.message) : failure('internal', toError(thrown).message);
    } finally {
      if (this.open.get(id) === stop) this.open.delete(id);
      this.touch();
    }
  }

  private touch(): void {
    clearTimeout(this.timer);
    if (!this.loaded || this.open.size > 0) return;
    this.timer = setTimeout(() => this.rest.resolve(), this.quietMs());
  }

  private quietMs(): number {
    if (this.settled) return QUIET.settled;
    if (this.errors.lines.length > 0) return QUIET.failed;
    return this.connected ? QUIET.connected : QUIET.silent;
  }
}

const withPlace = ({ message, place }: { message: string; place?: SourcePlace | undefined }): string =>
  place ? `${message} (${place.file}, line ${place.line})` : message;

const fieldsOf = (query: MetricQuery): string => [...query.dimensions, ...query.metrics].join(', ') || 'no fields';

const isHello = (data: unknown): boolean => typeof data === 'object' && data !== null && 'type' in data && data.type === 'hello';

/** An app that asked with an id waits for an answer, also to a request that cannot be read. */
function refusal(data: unknown): HostMessage | null {
  if (typeof data !== 'object' || data === null || !('id' in data) || typeof data.id !== 'number') return null;
  return { type: 'failure', id: data.id, code: 'invalid_request', message: 'This is not a query that the host understands.' };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // not a message: the schema refuses it
  }
}
