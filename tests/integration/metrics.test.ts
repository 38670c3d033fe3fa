import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { db } from '#lib/db/client.ts';
import { resetEnv } from '#lib/env.ts';
import { newId } from '#lib/ids.ts';
import { METRICS } from '#lib/metrics/catalog.ts';
import { sharedGauges } from '#lib/metrics/gauges.ts';
import { count, observeMs, setMeter } from '#lib/metrics/meter.ts';
import { type MetricsServer, serveMetrics } from '#lib/metrics/serve.ts';
import { startMetrics } from '#lib/metrics/start.ts';
import { freePort } from '../../scripts/lib/ports.ts';
import { makeActor, makeApp, makeProject } from '../setup/records.ts';

let server: MetricsServer | null = null;
afterEach(async () => {
  setMeter(null);
  await server?.close();
  server = null;
});

async function serve(...args: [gauges?: Parameters<typeof serveMetrics>[3]]): Promise<() => Promise<string>> {
  server = await serveMetrics('worker', '127.0.0.1', 0, args[0] ?? (async () => []));
  setMeter(server.meter);
  const { port } = server;
  return async () => (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
}

test('what is counted and measured is told as Prometheus reads it', async () => {
  const scrape = await serve();
  count('glassworks_model_tokens_total', { provider: 'demo', kind: 'input' }, 40);
  count('glassworks_model_tokens_total', { provider: 'demo', kind: 'input' }, 2);
  observeMs('glassworks_query_seconds', { cache: 'hit', status: 'ok' }, 30);
  const text = await scrape();
  expect(text).toContain('glassworks_model_tokens_total{provider="demo",kind="input",process="worker"} 42');
  expect(text).toContain('glassworks_query_seconds_bucket{le="0.025",process="worker",cache="hit",status="ok"} 0');
  expect(text).toContain('glassworks_query_seconds_bucket{le="0.05",process="worker",cache="hit",status="ok"} 1');
  expect(text).toMatch(/process_cpu_seconds_total\{process="worker"\}/);
});

test('the queue, its oldest build and the sandboxes are as the database has them', async () => {
  const owner = await makeActor();
  const projectId = await makeProject();
  for (const [status, seconds] of [
    ['queued', 90],
    ['queued', 5],
    ['running', 5],
    ['failed', 500],
  ] as const) {
    const appId = await makeApp(owner, projectId);
    const createdAt = new Date(Date.now() - seconds * 1_000);
    const row = { id: newId('bld'), appId, requestedById: owner.userId, clientKey: 'k', prompt: 'p', model: 'm', status, createdAt };
    await db().build.create({ data: row });
  }
  for (const [state, key] of [
    ['running', 'pool:1'],
    ['running', 'app_1'],
    ['suspended', 'app_2'],
    ['gone', 'gone:1'],
  ] as const) {
    await db().sandbox.create({ data: { id: newId('sbx'), provider: 'local', purpose: 'data-app', key, state, templateHash: 'x' } });
  }
  const scrape = await serve(sharedGauges);
  for (let times = 0; times < 2; times++) {
    const text = await scrape();
    expect(text).toContain('glassworks_builds_waiting{process="worker"} 2');
    expect(text).toContain('glassworks_builds_running{process="worker"} 1');
    expect(Number(/glassworks_oldest_waiting_seconds\{process="worker"\} ([\d.]+)/.exec(text)?.[1])).toBeGreaterThanOrEqual(89);
    expect(text).toContain('glassworks_sandboxes{state="running",process="worker"} 2');
    expect(text).toContain('glassworks_sandboxes{state="creating",process="worker"} 0');
    expect(text).not.toContain('state="gone"');
    expect(text).toContain('glassworks_warm_pool{process="worker"} 1');
  }
});

test('a gauge that cannot be read is left out rather than told from before; the rest is told', async () => {
  let works = true;
  const scrape = await serve(async () => {
    if (!works) throw new Error('the database is gone');
    return [{ name: 'glassworks_builds_waiting', labels: {}, value: 7 }];
  });
  count('glassworks_builds_total', { status: 'failed' });
  expect(await scrape()).toContain('glassworks_builds_waiting{process="worker"} 7');
  works = false;
  const text = await scrape();
  expect(text).not.toContain('glassworks_builds_waiting{');
  expect(text).toContain('glassworks_builds_total{status="failed",process="worker"} 1');
});

test('a port that is taken leaves the product running without metrics', async () => {
  const port = await freePort();
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
  process.env.GLASSWORKS_METRICS_PORT = String(port);
  resetEnv();
  const stop = await startMetrics('web');
  count('glassworks_builds_total', { status: 'failed' });
  await stop();
  delete process.env.GLASSWORKS_METRICS_PORT;
  resetEnv();
  other.close();
});

test('every metric is in the operator’s document, and the document names no other', () => {
  const document = readFileSync('docs/operations.md', 'utf8');
  const named = new Set([...document.matchAll(/^\| `(glassworks_[a-z_]+)` \|/gm)].map((match) => match[1]));
  expect([...named].sort()).toEqual(Object.keys(METRICS).sort());
  for (const [name, { labels }] of Object.entries(METRICS)) {
    const line = document.split('\n').find((text) => text.startsWith(`| \`${name}\` |`)) ?? '';
    for (const label of labels) expect(line, name).toContain(`\`${label}\``);
  }
});
