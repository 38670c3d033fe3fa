import { Readable } from 'node:stream';
import { expect, type Page, test } from '@playwright/test';
import { readArchive } from '#lib/apps/archive.ts';
import { type Collector, type SeenSpan, startCollector } from '../setup/otlp-collector.ts';
import { newestBuild } from './build-log.ts';
import { conversation, expectVersion, signInByLink, startApp } from './builder-page.ts';
import { oneNumberApp } from './one-number-app.ts';
import { freePorts } from './ports.ts';
import { type ScriptedInstance, startScriptedInstance } from './scripted-instance.ts';

const PROMPT = 'Count the orders, dear canary of prompts';
const PLANTED = 'plain-header-of-the-collector';

test.describe.configure({ mode: 'serial' });

let collector: Collector;
let scripted: ScriptedInstance;
let page: Page;
let metricsPort: number;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000);
  collector = await startCollector();
  metricsPort = (await freePorts(6)) + 3; // the first three are the product's own
  scripted = await startScriptedInstance('inside', {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_HEADERS: `x-collector-key=${PLANTED}`,
    OTEL_BSP_SCHEDULE_DELAY: '200',
    GLASSWORKS_METRICS_PORT: String(metricsPort),
    GLASSWORKS_LOG_LEVEL: 'info',
  });
  page = await browser.newPage();
  await signInByLink(page, scripted.instance.link ?? '');
});
test.afterAll(async () => {
  await page?.close();
  await scripted?.close();
  await collector?.close();
});

const find = (name: string, spans: readonly SeenSpan[] = collector.spans) => spans.find((span) => span.name === name);
const parentOf = (span: SeenSpan | undefined) => collector.spans.find(({ spanId }) => spanId === span?.parentSpanId);

test('one build is one trace: web, worker, model gateway and the commands in the sandbox, each under what started it', async () => {
  scripted.api.setTurns([oneNumberApp()]);
  await startApp(page, PROMPT);
  await expectVersion(page, 1);
  const { id } = await newestBuild(page);
  const build = await expect
    .poll(() => find('build'), { timeout: 20_000 })
    .toBeDefined()
    .then(() => find('build'));
  expect(build).toMatchObject({
    service: 'glassworks-worker',
    facts: { 'glassworks.build.id': id, 'glassworks.build.status': 'succeeded' },
  });
  const request = parentOf(build);
  expect(request).toMatchObject({ service: 'glassworks-web', name: 'POST /api/apps/{appId}/builds', parentSpanId: undefined });

  const trace = () => collector.spans.filter(({ traceId }) => traceId === build?.traceId);
  await expect.poll(() => trace().filter(({ name }) => name === 'model call').length, { timeout: 10_000 }).toBeGreaterThanOrEqual(3);
  await expect.poll(() => trace().map(({ name }) => name)).toContain('step finish');
  expect(new Set(trace().map(({ service }) => service))).toEqual(
    new Set(['glassworks-web', 'glassworks-worker', 'glassworks-gateway', 'glassworks-guest']),
  );
  const steps = ['sandbox', 'workspace', 'generate', 'check', 'bundle', 'verify', 'store', 'finish'];
  for (const step of steps) expect(parentOf(find(`step ${step}`, trace())), step).toBe(build);
  const turn = find('agent turn', trace());
  expect(parentOf(turn)).toBe(find('step generate', trace()));
  for (const call of trace().filter(({ name }) => name === 'model call')) {
    expect(call.service).toBe('glassworks-gateway');
    expect(parentOf(call)).toBe(turn);
    expect(call.facts).toMatchObject({ 'gen_ai.provider.name': 'anthropic', 'http.response.status_code': 200, 'glassworks.build.id': id });
  }
  const costs = trace().map(({ facts }) => Number(facts['glassworks.model.usd'] ?? 0));
  const { usage } = await newestBuild(page);
  expect(costs.reduce((sum, usd) => sum + usd, 0)).toBeCloseTo(usage.modelUsd, 4);
  expect(parentOf(find('guest claude', trace()))).toBe(turn);
  for (const tool of ['guest tsc', 'guest vite']) expect(trace().map(({ name }) => name)).toContain(tool);
  for (const span of trace().filter(({ service }) => service === 'glassworks-guest')) {
    const parent = parentOf(span);
    expect(parent?.service).toBe('glassworks-worker');
    expect(span.endedAt).toBeGreaterThanOrEqual(span.startedAt);
    expect(span.startedAt).toBeGreaterThanOrEqual((parent?.startedAt ?? 0) - 1);
  }
});

test('every span of the trace hangs together, and none holds a prompt, code or a key', async () => {
  const build = find('build');
  const trace = collector.spans.filter(({ traceId }) => traceId === build?.traceId);
  expect(trace.filter((span) => span.parentSpanId === undefined)).toHaveLength(1);
  expect(trace.filter((span) => span.parentSpanId !== undefined && !parentOf(span))).toEqual([]);
  const all = collector.raw.join('\n');
  for (const secret of ['canary of prompts', scripted.api.apiKey, 'useMetricQuery', 'SELECT', 'gwr_', 'admin@example.com', PLANTED]) {
    expect(all).not.toContain(secret);
  }
  expect(collector.headers.every((headers) => headers['x-collector-key'] === PLANTED)).toBe(true);
});

const metricsOf = async (offset: number): Promise<string> => {
  const response = await fetch(`http://127.0.0.1:${metricsPort + offset}/metrics`);
  expect(response.status).toBe(200);
  return response.text();
};

/** The value of one series, in whatever order its labels stand. */
function series(text: string, name: string, labels: Record<string, string>): number {
  const line = text
    .split('\n')
    .find((it) => it.startsWith(`${name}{`) && Object.entries(labels).every(([key, value]) => it.includes(`${key}="${value}"`)));
  return Number(line?.split(' ').at(-1) ?? Number.NaN);
}

test('each process tells its metrics, with bounded labels', async () => {
  const [web, gateway, worker] = await Promise.all([metricsOf(0), metricsOf(1), metricsOf(2)]);
  const posted = { method: 'POST', route: '/api/apps/{appId}/builds', status: '202', process: 'web' };
  expect(series(web, 'glassworks_http_request_seconds_count', posted)).toBe(1);
  expect(series(web, 'glassworks_event_streams', { process: 'web' })).toBeGreaterThan(0);
  expect(series(web, 'nodejs_eventloop_lag_seconds', {})).toBeGreaterThanOrEqual(0);
  expect(web).not.toMatch(/app_[0-9a-z]{20}|bld_/);
  const provider = 'anthropic';
  expect(series(gateway, 'glassworks_model_calls_total', { provider, status: '200' })).toBeGreaterThanOrEqual(3);
  expect(series(gateway, 'glassworks_model_tokens_total', { provider, kind: 'output' })).toBeGreaterThanOrEqual(900);
  expect(series(gateway, 'glassworks_model_usd_total', { provider })).toBeCloseTo((await newestBuild(page)).usage.modelUsd, 4);
  expect(series(worker, 'glassworks_builds_total', { status: 'succeeded', process: 'worker' })).toBe(1);
  expect(series(worker, 'glassworks_build_step_seconds_count', { step: 'generate', status: 'finished' })).toBe(1);
  expect(series(worker, 'glassworks_builds_waiting', {})).toBe(0);
  expect(series(worker, 'glassworks_sandboxes', { state: 'running' })).toBeGreaterThan(0);
  expect(series(worker, 'glassworks_query_seconds_count', { cache: 'miss', status: 'ok' })).toBeGreaterThan(0);
});

test('log lines carry the ids that are known, and no secret', async () => {
  const { id, appId } = await newestBuild(page);
  const lines = scripted.instance
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const posted = lines.find((line) => line.msg === 'request' && line.route === '/api/apps/{appId}/builds' && line.method === 'POST');
  expect(posted).toMatchObject({ process: 'web', status: 202, appId, buildId: id, actorKind: 'user' });
  expect(posted?.requestId).toMatch(/^req_/);
  expect(posted?.userId).toMatch(/^usr_/);
  const ended = lines.find((line) => line.msg === 'a build ended');
  expect(ended).toMatchObject({ process: 'worker', buildId: id, appId, userId: posted?.userId, status: 'succeeded' });
  expect(ended?.sandboxId).toMatch(/^sbx_/);
  expect(lines.find((line) => line.msg === 'model call')).toMatchObject({ process: 'gateway', buildId: id, appId, userId: posted?.userId });
  for (const secret of [scripted.api.apiKey, PLANTED, 'canary of prompts']) expect(scripted.instance.output()).not.toContain(secret);
});

test('every answer names its request, files, logs and errors included', async () => {
  const { id, appId } = await newestBuild(page);
  const paths = ['/api/me', '/api/health', `/api/apps/${appId}/versions/1/download`, `/api/builds/${id}/events`, '/api/builds/bld_none'];
  for (const path of paths) {
    const response = await page.request.get(new URL(path, page.url()).href);
    expect(response.headers()['x-request-id'], path).toMatch(/^req_/);
  }
});

test('a failed build offers its diagnostics, without the key', async () => {
  const fault = { kind: 'status', status: 401, message: 'invalid x-api-key' } as const;
  scripted.api.setTurns([{ text: '', fault }]);
  await startApp(page, 'This one fails');
  const link = conversation(page).getByRole('link', { name: 'Download diagnostics' });
  await expect(link).toBeVisible({ timeout: 90_000 });
  const downloading = page.waitForEvent('download');
  await link.click();
  const download = await downloading;
  const build = await newestBuild(page);
  expect(download.suggestedFilename()).toBe(`diagnostics-${build.id}.tar.gz`);
  const files = await readArchive(Readable.from(await download.createReadStream()), {
    what: 'file',
    files: 20,
    fileBytes: 5_000_000,
    totalBytes: 10_000_000,
  });
  const text = (name: string) => files.get(`diagnostics-${build.id}/${name}`)?.toString('utf8') ?? '';
  expect(JSON.parse(text('build.json'))).toMatchObject({ id: build.id, status: 'failed', traceparent: expect.stringMatching(/^00-/) });
  expect(JSON.parse(text('health.json')).atFailure.checks).toHaveLength(7);
  expect(JSON.parse(text('sandbox.json'))).toHaveLength(1);
  expect([...files.values()].join('\n')).not.toContain(scripted.api.apiKey);
});
