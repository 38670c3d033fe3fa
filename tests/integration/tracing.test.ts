import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { claimBuild } from '#lib/builds/lifecycle.ts';
import { observedBuild, observedStep } from '#lib/builds/observe.ts';
import { startBuild } from '#lib/builds/start.ts';
import { resetEnv } from '#lib/env.ts';
import { AppError } from '#lib/errors.ts';
import { closeQueue } from '#lib/jobs/queue.ts';
import { grantOf, mintRunToken } from '#lib/models/run-token.ts';
import type { GuestFetch } from '#lib/sandbox/contract.ts';
import { createGuest } from '#lib/sandbox/guest-client.ts';
import { unixFetch } from '#lib/sandbox/providers/local/unix-fetch.ts';
import { startTracing } from '#lib/trace/start.ts';
import { currentTraceparent, traced } from '#lib/trace/trace.ts';
import { createGuestServer } from '../../sandboxes/guest-agent/server.ts';
import { type Collector, startCollector } from '../setup/otlp-collector.ts';
import { makeOwnedApp } from '../setup/records.ts';

let collector: Collector;
let stop: () => Promise<void>;

async function start(variables: Record<string, string> = {}): Promise<void> {
  Object.assign(process.env, { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, ...variables });
  resetEnv();
  stop = await startTracing('worker');
}
beforeEach(async () => {
  collector = await startCollector();
});
afterEach(async () => {
  await stop();
  await collector.close();
  for (const name of Object.keys(process.env)) if (name.startsWith('OTEL_')) delete process.env[name];
  resetEnv();
});

const spanOf = (name: string) => collector.spans.find((span) => span.name === name);

test('the trace survives the queue: the worker goes on in the trace of who started the build', async () => {
  await start();
  const { owner, appId } = await makeOwnedApp();
  const started = await traced('request', { parent: null }, () => startBuild(owner, appId, { prompt: 'p', clientKey: 'key-00001' }));
  const build = await claimBuild(started.buildId, 'w1');
  if (!build) throw new Error('nobody else takes it');
  const failing = () => Promise.reject(new AppError('unprocessable', 'words with a prompt in them'));
  const work = async () => {
    await observedStep('check', failing).catch(() => undefined);
    return 'failed' as const;
  };
  await observedBuild(build, 'w1', work);
  await stop();
  await closeQueue();
  const [request, worker, step] = [spanOf('request'), spanOf('build'), spanOf('step check')];
  expect(worker).toMatchObject({ traceId: request?.traceId, parentSpanId: request?.spanId });
  expect(worker?.facts).toMatchObject({ 'glassworks.build.id': build.id, 'glassworks.build.status': 'failed' });
  expect(step).toMatchObject({ parentSpanId: worker?.spanId });
  expect(step?.facts).toMatchObject({ 'error.type': 'unprocessable' });
  expect(collector.raw.join()).not.toContain('words with a prompt');
});

test('a run token carries the turn that it was made in to the gateway', async () => {
  await start();
  const { owner, appId } = await makeOwnedApp();
  const { buildId } = await startBuild(owner, appId, { prompt: 'p', clientKey: 'key-00001' });
  await claimBuild(buildId, 'w1');
  const [token, traceparent] = await traced('turn', {}, async () => [
    await mintRunToken({ buildId, models: [], ttlMs: 60_000 }),
    currentTraceparent(),
  ]);
  expect(traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  expect((await grantOf(token ?? ''))?.traceparent).toBe(traceparent);
  await closeQueue();
});

test('a command in a sandbox is a span of its own, under what started it, by its name alone', async () => {
  await start();
  const root = mkdtempSync(join(tmpdir(), 'guest-'));
  const socket = join(root, 'guest.sock');
  const config = { token: 't', listen: { path: socket }, root, home: root, path: '/usr/bin:/bin', forward: null };
  const { server, close } = createGuestServer(config);
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  const guest = createGuest(unixFetch(socket), 't');
  const run = (script: string) => guest.run({ argv: ['/bin/sh', '-c', script], timeoutMs: 10_000 }, AbortSignal.timeout(10_000));
  await traced('step', {}, async () => {
    expect((await run('sleep 0.2; echo my secret script')).stdout).toContain('my secret');
    await run('exit 3');
  });
  close();
  server.close();
  await stop();
  rmSync(root, { recursive: true, force: true });
  const step = spanOf('step');
  const commands = collector.spans.filter(({ service }) => service === 'glassworks-guest');
  expect(commands.map(({ name, facts }) => [name, Number(facts['process.exit.code'])])).toEqual([
    ['guest sh', 0],
    ['guest sh', 3],
  ]);
  for (const command of commands) expect(command).toMatchObject({ traceId: step?.traceId, parentSpanId: step?.spanId });
  const [slow] = commands;
  expect((slow?.endedAt ?? 0) - (slow?.startedAt ?? 0)).toBeGreaterThanOrEqual(190);
  expect(collector.raw.join()).not.toContain('secret script');
});

test('a sandbox that lies about its times or its trace shifts its own span within our wait, and nothing else', async () => {
  await start();
  const foreign = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
  const liar: GuestFetch = async (path) => {
    const span = { traceparent: foreign, startedAt: 1e15, ms: 1e12 };
    const exit = { exitCode: 0, signal: null, timedOut: false, truncated: false };
    const answer = path.endsWith('/processes') ? { id: 'p1' } : { exit, span };
    return { status: 200, headers: {}, body: Readable.from([Buffer.from(JSON.stringify(answer))]) };
  };
  const before = Date.now();
  await traced('step', {}, async () => {
    const process = await createGuest(liar, 't').start({ argv: ['x'], timeoutMs: 1_000 });
    await process.wait(AbortSignal.timeout(1_000));
  });
  const after = Date.now();
  await stop();
  const [step, lied] = [spanOf('step'), spanOf('guest x')];
  expect(lied).toMatchObject({ traceId: step?.traceId, parentSpanId: step?.spanId });
  expect(lied?.startedAt).toBeGreaterThanOrEqual(before);
  expect(lied?.endedAt).toBeLessThanOrEqual(after);
});

test('the sampler that the variables name decides, and its decision travels', async () => {
  await start({ OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0' });
  const told = await traced('unseen', {}, async () => currentTraceparent());
  const sampled = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
  await traced('seen', { parent: sampled }, async () => undefined);
  await stop();
  expect(told).toMatch(/-00$/);
  expect(collector.spans.map(({ name }) => name)).toEqual(['seen']);
});

test('a service name of the operator’s wins', async () => {
  await start({ OTEL_SERVICE_NAME: 'apps-prod', OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment=prod' });
  await traced('one', {}, async () => undefined);
  await stop();
  expect(spanOf('one')?.service).toBe('apps-prod');
  expect(collector.raw.join()).toContain('deployment.environment');
});

test('a collector that is gone costs the product nothing but its spans', async () => {
  await start({ OTEL_EXPORTER_OTLP_TIMEOUT: '500' });
  await collector.close();
  await traced('lost', {}, async () => undefined);
  const begun = performance.now();
  await stop();
  expect(performance.now() - begun).toBeLessThan(4_000);
});

/** Which packages a process loads that starts tracing and metrics with these variables. */
function loadedWith(variables: Record<string, string>): string[] {
  const script = `
    import { registerHooks } from 'node:module';
    const seen = new Set();
    registerHooks({ resolve: (specifier, context, next) => { seen.add(specifier); return next(specifier, context); } });
    const { startTracing } = await import('#lib/trace/start.ts');
    const { startMetrics } = await import('#lib/metrics/start.ts');
    const stops = [await startTracing('worker'), await startMetrics('gateway')];
    for (const stop of stops) await stop();
    process.stdout.write(JSON.stringify([...seen]));
    process.exit(0);`;
  const env = { ...process.env, ...variables };
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', script], { env, encoding: 'utf8' })) as string[];
}

test('switched off, neither tracing nor metrics load anything; switched on they do', () => {
  stop = async () => undefined;
  const isOurs = (name: string) => name.startsWith('@opentelemetry/') || name === 'prom-client';
  expect(loadedWith({}).filter(isOurs)).toEqual([]);
  expect(loadedWith({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_SDK_DISABLED: 'true' }).filter(isOurs)).toEqual([]);
  expect(loadedWith({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_TRACES_EXPORTER: 'none' }).filter(isOurs)).toEqual([]);
  const on = loadedWith({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, GLASSWORKS_METRICS_PORT: '21790' });
  expect(on).toContain('@opentelemetry/sdk-trace');
  expect(on).toContain('prom-client');
});
