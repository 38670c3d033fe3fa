import { toError } from '#lib/errors.ts';
import { log } from '#lib/log.ts';
import type { SandboxProvider } from './contract.ts';

const EVERY_MS = 60_000;
const CHECK_MS = 20_000;

type Told = Awaited<ReturnType<SandboxProvider['check']>>;

/**
 * Tries the provider again every minute: what could make sandboxes at the start may lose it, an image or a right, say.
 * @param first what it said at the start
 * @param everyMs for tests
 */
export function watchProvider(
  provider: Pick<SandboxProvider, 'check'>,
  first: Told,
  everyMs: number = EVERY_MS,
): { told: () => Told; stop: () => Promise<void> } {
  let told = first;
  let round: Promise<void> | null = null;
  const tryIt = async () => {
    const before = told.ok;
    told = await provider
      .check(AbortSignal.timeout(CHECK_MS))
      .catch((error: unknown): Told => ({ ok: false, message: toError(error).message }));
    if (before !== told.ok) log.warn({ ok: told.ok, reason: told.message }, 'the sandbox provider changed');
  };
  const timer = setInterval(() => {
    round ??= tryIt().finally(() => {
      round = null;
    });
  }, everyMs);
  return {
    told: () => told,
    async stop() {
      clearInterval(timer);
      await round;
    },
  };
}
