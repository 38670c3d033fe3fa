import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Counter, collectDefaultMetrics, Gauge, Histogram, type LabelValues, Registry } from 'prom-client';
import { toError } from '#lib/errors.ts';
import { log } from '#lib/log.ts';
import { BUCKETS, METRICS } from './catalog.ts';
import type { ReadGauges } from './gauges.ts';
import type { Meter } from './meter.ts';

/** Prometheus itself gives up after ten seconds. */
const GAUGES_MS = 3_000;

export interface MetricsServer {
  readonly meter: Meter;
  readonly port: number;
  close(): Promise<void>;
}

/** Serves this process's metrics at `GET /metrics`; `gauges` are read at each scrape. @param port 0 takes a free one */
export async function serveMetrics(part: string, host: string, port: number, gauges: ReadGauges): Promise<MetricsServer> {
  const registry = new Registry();
  registry.setDefaultLabels({ process: part });
  collectDefaultMetrics({ register: registry });
  const made = makeAll(registry);
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url?.split('?')[0] !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    void answer(registry, gauges, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    meter: meterOf(made),
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

interface Made {
  readonly counters: Map<string, Counter>;
  readonly histograms: Map<string, Histogram>;
}

function makeAll(registry: Registry): Made {
  const made: Made = { counters: new Map(), histograms: new Map() };
  for (const [name, definition] of Object.entries(METRICS)) {
    const common = { name, help: definition.help, labelNames: [...definition.labels], registers: [registry] };
    if (definition.kind === 'counter') made.counters.set(name, new Counter(common));
    else if (definition.kind === 'histogram')
      made.histograms.set(name, new Histogram({ ...common, buckets: [...BUCKETS[definition.scale]] }));
  }
  return made;
}

const meterOf = ({ counters, histograms }: Made): Meter => ({
  count: (name, labels, by) => counters.get(name)?.inc(labels as LabelValues<string>, by),
  observe: (name, labels, seconds) => histograms.get(name)?.observe(labels as LabelValues<string>, seconds),
});

async function answer(registry: Registry, read: ReadGauges, response: ServerResponse): Promise<void> {
  try {
    await fill(registry, read);
    const text = await registry.metrics();
    response.writeHead(200, { 'content-type': registry.contentType }).end(text);
  } catch (error) {
    log.error({ err: toError(error) }, 'metrics could not be told');
    response.writeHead(500).end();
  }
}

/** Made anew at each scrape: a gauge that is not told, or cannot be read, is left out. An old number would be a lie. */
async function fill(registry: Registry, read: ReadGauges): Promise<void> {
  const gauges = new Map<string, Gauge>();
  for (const [name, { kind }] of Object.entries(METRICS)) if (kind === 'gauge') registry.removeSingleMetric(name);
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error(`no answer within ${GAUGES_MS} ms`)), GAUGES_MS).unref();
  });
  try {
    for (const { name, labels, value } of await Promise.race([read(), late])) {
      const gauge =
        gauges.get(name) ?? new Gauge({ name, help: METRICS[name].help, labelNames: Object.keys(labels), registers: [registry] });
      gauges.set(name, gauge);
      gauge.set(labels, value);
    }
  } catch (error) {
    log.warn({ err: toError(error) }, 'gauges could not be read');
  }
}
