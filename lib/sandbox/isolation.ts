import { AppError } from '#lib/errors.ts';
import type { Capabilities } from './contract.ts';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/i;

interface IsolationQuestion {
  /** Where the server listens: GLASSWORKS_HOST. */
  readonly host: string;
  readonly capabilities: Pick<Capabilities, 'isolation'>;
  /** GLASSWORKS_ALLOW_WEAK_ISOLATION */
  readonly allowWeak: boolean | undefined;
}

/**
 * Refuses to serve others with sandboxes that share the machine's kernel, unless the operator says so.
 * @throws AppError unavailable saying what to set
 */
export function assertIsolationAllowed({ host, capabilities, allowWeak }: IsolationQuestion): void {
  if (capabilities.isolation !== 'process' || allowWeak || LOOPBACK.test(host)) return;
  throw new AppError(
    'unavailable',
    `Glassworks listens on ${host}, where others reach it, but its sandboxes are isolated by processes only and share this machine's kernel. ` +
      'Set GLASSWORKS_HOST=127.0.0.1, choose a stronger SANDBOX_PROVIDER, or accept the risk with GLASSWORKS_ALLOW_WEAK_ISOLATION=true.',
  );
}
