import { env } from '#lib/env.ts';
import { AppError } from '#lib/errors.ts';

export const SWITCHED_OFF = 'Data apps are switched off: APPS_RUNTIME_ENABLED is false.';

/** Refuses to make or build apps while the operator's main switch is off. What exists can still be opened. */
export function requireDataApps(): void {
  if (env().APPS_RUNTIME_ENABLED === false) throw new AppError('forbidden', SWITCHED_OFF);
}
