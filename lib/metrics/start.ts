import { env } from '#lib/env.ts';
import { toError } from '#lib/errors.ts';
import { log } from '#lib/log.ts';
import { type ReadGauges, sharedGauges, webGauges } from './gauges.ts';
import { setMeter } from './meter.ts';

/** How far from `GLASSWORKS_METRICS_PORT` each process listens. */
const OFFSET = { web: 0, gateway: 1, worker: 2 } as const;
const GAUGES: Readonly<Record<keyof typeof OFFSET, ReadGauges>> = { web: webGauges, gateway: async () => [], worker: sharedGauges };

/**
 * Serves metrics when `GLASSWORKS_METRICS_PORT` is set; otherwise nothing is loaded. A port that is taken is said in the
 * log: the product works without.
 * @returns the way to stop
 */
export async function startMetrics(part: keyof typeof OFFSET): Promise<() => Promise<void>> {
  const { GLASSWORKS_METRICS_PORT: first, GLASSWORKS_METRICS_HOST: host } = env();
  if (first === undefined) return async () => undefined;
  const port = first + OFFSET[part];
  try {
    const { serveMetrics } = await import('./serve.ts');
    const server = await serveMetrics(part, host, port, GAUGES[part]);
    setMeter(server.meter);
    log.info({ port }, 'metrics are on');
    return async () => {
      setMeter(null);
      await server.close();
    };
  } catch (error) {
    log.error({ port, err: toError(error) }, 'metrics are off: the port cannot be listened on');
    return async () => undefined;
  }
}
