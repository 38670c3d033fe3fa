import type { HealthCheck } from '#lib/contracts/health.ts';
import { AppError } from '#lib/errors.ts';
import { currentProvider } from './choose-provider.ts';

/**
 * The model of a build: the one asked for, or the provider's default.
 * @throws AppError `invalid_request` when it is not offered, `unavailable` when the provider is not set up
 */
export function modelFor(wanted?: string): string {
  const provider = currentProvider();
  if (provider.problem !== undefined) throw new AppError('unavailable', provider.problem);
  if (wanted === undefined) return provider.defaultModel;
  if (provider.models.includes(wanted)) return wanted;
  throw new AppError(
    'invalid_request',
    `The model ${wanted.slice(0, 100)} is not offered here. Choose one of: ${provider.models.join(', ')}.`,
  );
}

/** Which model is in use, without calling it: for pages and the health check. `ModelProvider.check` really calls it. */
export function modelStatus(): Pick<HealthCheck, 'status' | 'message'> {
  const { problem, label, name, defaultModel } = currentProvider();
  if (problem !== undefined) return { status: 'down', message: problem };
  return { status: 'ok', message: name === 'demo' ? `${label}: no model key is set.` : `${label}, ${defaultModel}` };
}
