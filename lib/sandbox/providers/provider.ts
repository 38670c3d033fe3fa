import { AppError } from '#lib/errors.ts';
import type { SandboxProvider } from '../contract.ts';
import { createLocalProvider } from './local/local-provider.ts';

const LATER = ['e2b', 'docker', 'kubernetes', 'lambda-microvm', 'azure-container-sessions'];

interface ProviderEnv {
  readonly SANDBOX_PROVIDER?: string | undefined;
  readonly GLASSWORKS_DATA_DIR: string;
}

/**
 * The provider that SANDBOX_PROVIDER names; unset means `local`.
 * @param image the folder that sandboxes see as /opt/glassworks
 * @throws AppError unavailable naming the providers of this version
 */
export function sandboxProvider(env: ProviderEnv, image: { readonly dir: string }): SandboxProvider {
  const name = env.SANDBOX_PROVIDER ?? 'local';
  if (name === 'local') return createLocalProvider({ dataDir: env.GLASSWORKS_DATA_DIR, imageDir: image.dir });
  const known = LATER.includes(name.toLowerCase());
  throw new AppError(
    'unavailable',
    `SANDBOX_PROVIDER is "${name}", ${known ? 'which this version does not have yet' : 'which is not a known provider'}. This version has: local. Unset SANDBOX_PROVIDER or set it to local.`,
  );
}
