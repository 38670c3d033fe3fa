import type { GuestTimes, Window } from './guest-times.ts';

/** Everything that a span may say. No field for prompts, code, SQL or messages of errors: none gets in. */
export interface SpanFacts {
  readonly 'glassworks.build.id'?: string;
  readonly 'glassworks.build.attempt'?: number;
  readonly 'glassworks.build.status'?: string;
  readonly 'glassworks.build.step'?: string;
  readonly 'glassworks.build.queue_ms'?: number;
  readonly 'glassworks.app.id'?: string;
  readonly 'glassworks.user.id'?: string;
  readonly 'glassworks.sandbox.id'?: string;
  readonly 'glassworks.agent.resumed'?: boolean;
  readonly 'glassworks.agent.outcome'?: string;
  readonly 'glassworks.model.usd'?: number;
  readonly 'glassworks.model.cache_read_tokens'?: number;
  readonly 'glassworks.model.cache_write_tokens'?: number;
  readonly 'glassworks.query.cached'?: boolean;
  readonly 'glassworks.query.rows'?: number;
  readonly 'gen_ai.operation.name'?: 'chat';
  readonly 'gen_ai.provider.name'?: string;
  readonly 'gen_ai.request.model'?: string;
  readonly 'gen_ai.usage.input_tokens'?: number;
  readonly 'gen_ai.usage.output_tokens'?: number;
  readonly 'http.request.method'?: string;
  readonly 'http.route'?: string;
  readonly 'http.response.status_code'?: number;
  readonly 'process.command'?: string;
  readonly 'process.exit.code'?: number;
}

export interface SpanOptions {
  readonly kind?: 'server' | 'client' | 'consumer';
  /** A `traceparent` from elsewhere; null begins a trace of its own; left out, the span that is active here is the parent. */
  readonly parent?: string | null;
  readonly facts?: SpanFacts;
}

export interface SpanHandle {
  add(facts: SpanFacts): void;
  /** It went wrong without an error being thrown. @param type a code or a class, never words */
  fail(type: string): void;
}

/** What a command in a sandbox was, as we started it, and when it says that it ran. */
export interface GuestSpan {
  readonly name: string;
  /** The span under which it was started, by our own word. */
  readonly parent: string;
  /** What the sandbox says of its parent: taken only when it is of the same trace. */
  readonly claimed: string | null;
  readonly times: GuestTimes;
  /** How long we waited for it. */
  readonly window: Window;
  readonly facts: SpanFacts;
}

/** Tracing that is switched on: otel.ts. */
export interface Tracing {
  run<T>(name: string, options: SpanOptions, work: (span: SpanHandle) => Promise<T>): Promise<T>;
  traceparent(): string | null;
  detached<T>(work: () => T): T;
  guest(span: GuestSpan): void;
  stop(): Promise<void>;
}

// On the global object: the web process holds this module twice, once bundled and once as it is.
const holder = globalThis as typeof globalThis & { glassworksTracing?: Tracing | undefined };

/** Switches tracing on for this process, or off with null. */
export function setTracing(tracing: Tracing | null): void {
  holder.glassworksTracing = tracing ?? undefined;
}

const OFF: SpanHandle = { add: () => undefined, fail: () => undefined };

/** Runs `work` in a span of this name. Costs nothing while tracing is off. */
export function traced<T>(name: string, options: SpanOptions, work: (span: SpanHandle) => Promise<T>): Promise<T> {
  return holder.glassworksTracing?.run(name, options, work) ?? work(OFF);
}

/** The W3C `traceparent` of the active span, to be handed to another process; null without one. */
export const currentTraceparent = (): string | null => holder.glassworksTracing?.traceparent() ?? null;

/** Runs `work` outside of the active span: what it starts is a trace of its own. */
export const detached = <T>(work: () => T): T => (holder.glassworksTracing ? holder.glassworksTracing.detached(work) : work());

/** Records what a sandbox says of a command: sandboxes have no network to say it themselves. */
export const recordGuestSpan = (span: GuestSpan): void => holder.glassworksTracing?.guest(span);
