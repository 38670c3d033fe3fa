import type { TestResult } from '#lib/contracts/settings.ts';
import type { Env } from '#lib/env.ts';
import { AppError, toError } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import type { Limits, ProviderRef, SandboxProvider } from '#lib/sandbox/contract.ts';
import { createGuest } from '#lib/sandbox/guest-client.ts';
import { assertIsolationAllowed } from '#lib/sandbox/isolation.ts';
import { sandboxProvider } from '#lib/sandbox/providers/provider.ts';
import { createTrial } from './steps.ts';

const CREATE_MS = 30_000;
const STEP_MS = 10_000;
const LIMITS: Limits = { memory: 512 * 1024 * 1024, cpus: 1, processes: 64, disk: 16 * 1024 * 1024 };

/** What operators are advised to look at when no sandbox can be made. */
const ADVICE =
  'Builds would fail at once with this. Check the settings of the provider and that its image is there; `npm run setup` makes the local one.';

/** Makes a sandbox, asks its guest agent how it is, and destroys it. */
export async function trySandbox(source: Env): Promise<TestResult> {
  const trial = createTrial();
  const token = newId('tok');
  let provider: SandboxProvider | undefined;
  let ref: ProviderRef | undefined;
  const opened = (): SandboxProvider => {
    const dir = source.GLASSWORKS_IMAGE_DIR;
    if (!dir) throw new AppError('unavailable', 'The sandbox image is missing. `npm start` makes it; look there for why it could not.');
    provider ??= sandboxProvider(source, { dir });
    return provider;
  };
  const made = (): ProviderRef => {
    if (ref === undefined) throw new AppError('internal', 'There is no sandbox to try.');
    return ref;
  };
  await trial.step('settings', async () => `${opened().name}, isolated by ${opened().capabilities.isolation}.`);
  await trial.step('isolation', async () => {
    const { capabilities } = opened();
    assertIsolationAllowed({ host: source.GLASSWORKS_HOST, capabilities, allowWeak: source.GLASSWORKS_ALLOW_WEAK_ISOLATION });
    return undefined;
  });
  await trial.step('create', async () => {
    const signal = AbortSignal.timeout(CREATE_MS);
    // A name that no sweeper takes for a sandbox that was forgotten.
    const id = newId('sbx').replace('sbx_', 'check_');
    ref = await opened().create({ id, purpose: 'data-app', token, limits: LIMITS, signal }).catch(withAdvice);
    return undefined;
  });
  await trial.step('answer', async () => {
    await createGuest(opened().guest(made()), token).health(AbortSignal.timeout(STEP_MS));
    return undefined;
  });
  await trial.step('destroy', async () => {
    await opened().destroy(made(), AbortSignal.timeout(STEP_MS));
    ref = undefined;
    return undefined;
  });
  // One that did not answer is destroyed all the same.
  if (ref !== undefined) await opened().destroy(ref, AbortSignal.timeout(STEP_MS));
  return trial.result();
}

function withAdvice(error: unknown): never {
  throw new AppError('unavailable', `${toError(error).message} ${ADVICE}`, { cause: error });
}
