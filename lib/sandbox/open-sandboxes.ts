import { basename } from 'node:path';
import { prepareWorkspace } from '#lib/agent/prepare.ts';
import { env } from '#lib/env.ts';
import { AppError, toError } from '#lib/errors.ts';
import { log } from '#lib/log.ts';
import type { ObjectStore } from '#lib/storage/contract.ts';
import { assertIsolationAllowed } from './isolation.ts';
import { parkAll, recoverUnfinished } from './park-all.ts';
import { sandboxProvider } from './providers/provider.ts';
import { watchProvider } from './recheck.ts';
import { createSandboxes, type Sandboxes } from './session.ts';
import { createSweeper } from './sweeper.ts';

const CHECK_MS = 20_000;
const SWEEP_EVERY_MS = 30_000;
const RETRY_EVERY_MS = 30_000;

export interface OpenSandboxes {
  /** Null while this machine or its settings allow none: `status` says why. Ask for it at each use. */
  current(): Sandboxes | null;
  status(): { ok: boolean; message: string };
  close(): Promise<void>;
}

interface Opened {
  readonly sandboxes: Sandboxes | null;
  status(): { ok: boolean; message: string };
  close(): Promise<void>;
}

/**
 * The sandboxes of this worker, tried now and, as long as none can be made, every half minute: provider, isolation,
 * image. Keeps the warm pool filled and sweeps in the background until it is closed.
 */
export async function openSandboxes(store: ObjectStore): Promise<OpenSandboxes> {
  let opened = await attempt(store);
  let trying: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    if (opened.sandboxes !== null) return clearInterval(timer);
    trying = trying.then(async () => {
      if (opened.sandboxes === null) opened = await attempt(store);
    });
  }, RETRY_EVERY_MS);
  return {
    current: () => opened.sandboxes,
    status: () => opened.status(),
    async close() {
      clearInterval(timer);
      await trying;
      await opened.close();
    },
  };
}

async function attempt(store: ObjectStore): Promise<Opened> {
  try {
    return await open(store);
  } catch (error) {
    const { message } = toError(error);
    log.warn({ reason: message }, 'builds are off: no sandbox can be made');
    return { sandboxes: null, status: () => ({ ok: false, message }), close: async () => undefined };
  }
}

async function open(store: ObjectStore): Promise<Opened> {
  const settings = env();
  const dir = settings.GLASSWORKS_IMAGE_DIR;
  if (!dir) throw new AppError('unavailable', 'The sandbox image is missing. `npm start` makes it; look there for why it could not.');
  const image = { hash: basename(dir) };
  const provider = sandboxProvider(settings, { dir });
  assertIsolationAllowed({
    host: settings.GLASSWORKS_HOST,
    capabilities: provider.capabilities,
    allowWeak: settings.GLASSWORKS_ALLOW_WEAK_ISOLATION,
  });
  const tried = await provider.check(AbortSignal.timeout(CHECK_MS));
  if (!tried.ok) throw new AppError('unavailable', tried.message);
  const sandboxes = createSandboxes({ provider, store, image, prepare: prepareWorkspace });
  const isOnlyWorker = process.env.GLASSWORKS_SUPERVISED === '1';
  if (isOnlyWorker) await recoverUnfinished(sandboxes);
  // Nothing that goes on by itself begins before what may fail: a failed attempt is made again.
  const watch = watchProvider(provider, tried);
  const sweeper = createSweeper({
    provider,
    sandboxes,
    image,
    times: () => ({
      warmMs: env().SANDBOX_WARM_MS,
      idleTimeoutMs: env().SANDBOX_IDLE_TIMEOUT_MS,
      retentionMs: env().SANDBOX_SNAPSHOT_RETENTION_MS,
    }),
  });
  const sweep = async () => {
    await sweeper.sweep();
    await sandboxes.warm(env().SANDBOX_POOL_SIZE); // one that waited may have died
  };
  const sweepQuietly = () => {
    sweep().catch((error: unknown) => log.warn({ err: toError(error) }, 'a sweep failed'));
  };
  sweepQuietly();
  const timer = setInterval(sweepQuietly, SWEEP_EVERY_MS);
  return {
    sandboxes,
    status: () => ({ ok: watch.told().ok, message: `${provider.name}: ${watch.told().message}` }),
    async close() {
      await watch.stop();
      clearInterval(timer);
      await sandboxes.close();
      if (!isOnlyWorker) return;
      await parkAll(sandboxes);
      // What a killed worker made and wrote down nowhere.
      await sweeper.sweep().catch((error: unknown) => log.warn({ err: toError(error) }, 'the last sweep failed'));
    },
  };
}
