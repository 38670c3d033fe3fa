import { AppError, toError } from '#lib/errors.ts';
import { log } from '#lib/log.ts';
import { addLogFields } from '#lib/log-context.ts';
import { SandboxError } from '#lib/sandbox/errors.ts';
import type { Sandboxes } from '#lib/sandbox/session.ts';
import { meterSandbox } from '#lib/spend/sandbox-meter.ts';
import type { BuildContext, HeldSandbox } from '../context.ts';

const TOUCH_MS = 60_000;
const NOTHING_ALLOWED = 'No sandbox can be made here. An administrator sees the reason in the settings, under "This installation".';

/** Gets the app's sandbox: the one of its last turn, or a new one. Says so when an earlier workspace was lost. */
export async function acquireSandbox({ deps, app, build, signal, emit, refuse }: BuildContext): Promise<HeldSandbox> {
  const sandboxes = deps.sandboxes();
  if (!sandboxes) throw new AppError('unavailable', NOTHING_ALLOWED);
  const about = { provider: sandboxes.provider, buildId: build.id, appId: app.id, userId: build.requestedById };
  const stopMeter = await meterSandbox(about, refuse);
  try {
    const { id, guest, how, lost } = await sandboxes.acquire({ key: app.id, holder: build.id, signal });
    addLogFields({ sandboxId: id });
    if (lost) {
      emit({
        kind: 'notice',
        code: 'sandbox_lost',
        message: 'The sandbox of the last turn was lost. A new one starts from the stored source.',
      });
    }
    return { id, guest, kept: how === 'kept' || how === 'resumed', broken: false, stopTouching: keepTouching(sandboxes, id), stopMeter };
  } catch (error) {
    await stopMeter();
    signal.throwIfAborted();
    if (error instanceof SandboxError)
      throw new AppError('unavailable', `The sandbox could not be made: ${error.message}`, { cause: error });
    throw error;
  }
}

/** A holder that says nothing for the idle time counts as dead: a long turn must not lose its sandbox. */
function keepTouching(sandboxes: Sandboxes, id: string): () => void {
  const timer = setInterval(() => {
    sandboxes
      .touch(id)
      .catch((error: unknown) => log.warn({ sandboxId: id, err: toError(error) }, 'a sandbox could not be marked as in use'));
  }, TOUCH_MS);
  return () => clearInterval(timer);
}

/**
 * Gives it back; it stays warm for the next turn for a while, unless it is broken and holds nothing that is not stored.
 * Not being able to is the sweeper's business.
 */
export async function releaseSandbox(
  { deps, build, progress }: BuildContext,
  { id, broken, stopTouching, stopMeter }: HeldSandbox,
): Promise<void> {
  stopTouching();
  await stopMeter();
  const sandboxes = deps.sandboxes();
  const ending = broken && !progress.draftInSandbox ? sandboxes?.destroy(id) : sandboxes?.release(id, { keepWarm: true });
  await ending?.catch((error: unknown) => {
    log.warn({ buildId: build.id, sandboxId: id, err: toError(error) }, 'a sandbox could not be given back');
  });
}
