import {
  type Context,
  context,
  DiagLogLevel,
  diag,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { parseTraceParent } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { Env } from '#lib/env.ts';
import { AppError, toError } from '#lib/errors.ts';
import { log } from '#lib/log.ts';
import { VERSION } from '#lib/version.ts';
import { clampToWindow } from './guest-times.ts';
import { samplerOf } from './sampler.ts';
import type { GuestSpan, SpanHandle, SpanOptions, Tracing } from './trace.ts';

const STOP_MS = 3_000;
const KINDS = { server: SpanKind.SERVER, client: SpanKind.CLIENT, consumer: SpanKind.CONSUMER } as const;

/** The SDK, loaded only when tracing is on: one exporter for the spans of this process and of the sandboxes that it drives. */
export function openTelemetry(part: string, env: Env): Tracing {
  diag.setLogger(
    { error: say, warn: say, info: () => undefined, debug: () => undefined, verbose: () => undefined },
    { logLevel: DiagLogLevel.WARN },
  );
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const processor = new BatchSpanProcessor({
    exporter: new OTLPTraceExporter(),
    ...(env.OTEL_BSP_SCHEDULE_DELAY === undefined ? {} : { scheduledDelayMillis: env.OTEL_BSP_SCHEDULE_DELAY }),
  });
  const providerOf = (name: string) =>
    new TracerProvider({ resource: resourceOf(name), sampler: samplerOf(env), spanProcessors: [processor] });
  const provider = providerOf(part);
  const tracer = provider.getTracer('glassworks', VERSION);
  let guest: Tracer | null = null;
  return {
    run: (name, options, work) => run(tracer, name, options, work),
    traceparent: () => formatOf(trace.getSpan(context.active())),
    detached: (work) => context.with(ROOT_CONTEXT, work),
    guest(span) {
      guest ??= providerOf('guest').getTracer('glassworks', VERSION);
      recordGuest(guest, span);
    },
    async stop() {
      const late = new Promise<void>((resolve) => setTimeout(resolve, STOP_MS).unref());
      await Promise.race([provider.shutdown().catch((error: unknown) => say('spans are lost', toError(error))), late]);
    },
  };
}

const say = (message: string, ...more: unknown[]): void => log.warn({ details: more.map(String) }, `tracing: ${message}`);

/** `OTEL_SERVICE_NAME` and `OTEL_RESOURCE_ATTRIBUTES` win over our names; the process is told by an attribute of ours. */
function resourceOf(part: string) {
  const ours = resourceFromAttributes({ 'service.name': `glassworks-${part}`, 'service.version': VERSION, 'glassworks.process': part });
  return defaultResource()
    .merge(ours)
    .merge(detectResources({ detectors: [envDetector] }));
}

function parentOf(parent: string | null | undefined): Context {
  if (parent === undefined) return context.active();
  const known = parent === null ? null : parseTraceParent(parent);
  return known ? trace.setSpanContext(ROOT_CONTEXT, { ...known, isRemote: true }) : ROOT_CONTEXT;
}

function formatOf(span: Span | undefined): string | null {
  if (!span) return null;
  const { traceId, spanId, traceFlags } = span.spanContext();
  return `00-${traceId}-${spanId}-${(traceFlags & 1).toString().padStart(2, '0')}`;
}

async function run<T>(tracer: Tracer, name: string, options: SpanOptions, work: (span: SpanHandle) => Promise<T>): Promise<T> {
  const { kind, facts = {}, parent } = options;
  const from = parentOf(parent);
  const span = tracer.startSpan(name, { kind: kind ? KINDS[kind] : SpanKind.INTERNAL, attributes: { ...facts } }, from);
  const fail = (type: string) => {
    span.setAttribute('error.type', type);
    span.setStatus({ code: SpanStatusCode.ERROR });
  };
  try {
    return await context.with(trace.setSpan(from, span), () => work({ add: (more) => void span.setAttributes({ ...more }), fail }));
  } catch (error) {
    fail(typeOf(error));
    throw error;
  } finally {
    span.end();
  }
}

/** What kind of error it is; its words may hold a prompt, code or a secret. */
const typeOf = (thrown: unknown): string => (thrown instanceof AppError ? thrown.code : toError(thrown).name);

function recordGuest(tracer: Tracer, { name, parent, claimed, times, window, facts }: GuestSpan): void {
  const ours = parseTraceParent(parent);
  if (!ours) return;
  const theirs = claimed === null ? null : parseTraceParent(claimed);
  const from = theirs?.traceId === ours.traceId ? { ...ours, spanId: theirs.spanId } : ours;
  const { startedAt, endedAt } = clampToWindow(times, window);
  const span = tracer.startSpan(
    name,
    { startTime: startedAt, attributes: { ...facts } },
    trace.setSpanContext(ROOT_CONTEXT, { ...from, isRemote: true }),
  );
  if (facts['process.exit.code'] !== 0) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end(endedAt);
}
