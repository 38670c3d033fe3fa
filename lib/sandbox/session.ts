import type { ObjectStore } from '#lib/storage/contract.ts';
import { createAcquire, type How } from './acquire.ts';
import type { Limits, SandboxProvider } from './contract.ts';
import { SandboxError } from './errors.ts';
import type { Guest } from './guest.ts';
import { createMachine, type Prepare } from './machine.ts';
import { findById, move, touch } from './registry.ts';
import { createRetirement } from './retire.ts';
import { createWarmPool } from './warm-pool.ts';

const ACQUIRE_MS = 120_000;
const DEFAULT_LIMITS: Limits = { memory: 2 * 1024 ** 3, cpus: 2, processes: 1024, disk: 1024 ** 3 };

export interface SandboxesOptions {
  readonly provider: SandboxProvider;
  readonly store: ObjectStore;
  readonly image: { readonly hash: string };
  readonly limits?: Limits;
  /** Run on every new sandbox before it waits in the warm pool, and on a resumed one. */
  readonly prepare?: Prepare;
}

export interface Acquired {
  readonly id: string;
  readonly guest: Guest;
  readonly how: How;
  /** What an earlier sandbox of this key held is lost. */
  readonly lost: boolean;
  readonly ms: number;
}

export type Sandboxes = ReturnType<typeof createSandboxes>;

/**
 * The sandboxes of this installation, by key (an app's id). The registry says who has which; a sandbox may vanish at any moment.
 * Failures are SandboxError; `kind` says what the caller can do.
 */
export function createSandboxes({ provider, store, image, limits = DEFAULT_LIMITS, prepare = async () => undefined }: SandboxesOptions) {
  const machine = createMachine({ provider, store, limits, prepare });
  const pool = createWarmPool(machine, image.hash);

  const retirement = createRetirement(machine);
  const attempt = createAcquire({ machine, pool, retirement, templateHash: image.hash });

  return {
    /** Name of its provider. */
    provider: provider.name,

    /** The sandbox of `key`, for `holder` (a build): running, resumed, from the warm pool or new. */
    async acquire(wanted: { readonly key: string; readonly holder: string; readonly signal: AbortSignal }): Promise<Acquired> {
      const { key, holder, signal } = wanted;
      const started = performance.now();
      let lost = false;
      while (performance.now() - started < ACQUIRE_MS) {
        if (signal.aborted) throw new SandboxError('aborted', 'The sandbox is not needed any more.', signal.reason);
        const result = await attempt(key, holder, signal);
        if (result === 'lost') lost = true;
        if (typeof result !== 'string') {
          return { id: result.row.id, guest: result.guest, how: result.how, lost, ms: Math.round(performance.now() - started) };
        }
      }
      throw new SandboxError('timeout', `No sandbox was ready within ${ACQUIRE_MS / 1000} seconds. Try again.`);
    },

    /** The holder is done. It stays warm for the next turn, or is suspended at once. */
    async release(id: string, { keepWarm }: { readonly keepWarm: boolean }): Promise<void> {
      const row = await findById(id);
      if (row?.state !== 'running') return;
      if ((await move(row, 'release', { holder: null })) && !keepWarm) await retirement.suspend(id);
    },

    suspend: retirement.suspend,
    recover: retirement.recover,
    discard: retirement.discard,

    /** Says that it is in use: a holder that says nothing for the idle time counts as dead. */
    touch,

    async destroy(id: string): Promise<void> {
      const row = await findById(id);
      if (row && row.state !== 'gone') await retirement.discard(row);
    },

    /** Keeps this many sandboxes ready; resolves when they are, or when an attempt failed (it is repeated in the background). */
    warm: (count: number): Promise<void> => pool.setTarget(count),

    /** Stops the work in the background. Sandboxes stay: the next worker finds them. */
    close: (): Promise<void> => pool.close(),
  };
}
