import { env } from '#lib/env.ts';
import { log } from '#lib/log.ts';
import { setTracing } from './trace.ts';

/**
 * Switches tracing on when the usual variables ask for it; otherwise nothing is loaded.
 * @returns sends what is left and stops; takes three seconds at most
 */
export async function startTracing(part: 'web' | 'worker' | 'gateway'): Promise<() => Promise<void>> {
  const settings = env();
  const wanted = settings.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? settings.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (!wanted || settings.OTEL_SDK_DISABLED || settings.OTEL_TRACES_EXPORTER === 'none') return async () => undefined;
  const { openTelemetry } = await import('./otel.ts');
  const tracing = openTelemetry(part, settings);
  setTracing(tracing);
  log.info('tracing is on');
  return async () => {
    setTracing(null);
    await tracing.stop();
  };
}
