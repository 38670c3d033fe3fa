import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { newId } from '#lib/ids.ts';
import { log } from '#lib/log.ts';
import type { ObjectStore } from '#lib/storage/contract.ts';
import type { Limits, SandboxProvider } from './contract.ts';
import { SandboxError } from './errors.ts';
import type { Guest } from './guest.ts';
import { createMachine, newToken, type Prepare } from './machine.ts';
import { claimWarm, findById, findByKey, insertCreating, markGone, move, type SandboxRow, touch } from './registry.ts';
import { createWarmPool } from './warm-pool.ts';

const ACQUIRE_MS = 120_000;
const POLL_MS = 50;
/** A creation that takes longer was left by a worker that died. */
export const CREATING_MS = 90_000;
const DEFAULT_LIMITS: Limits = { memory: 2 * 1024 ** 3, cpus: 2, processes: 1024, disk: 1024 ** 3 };

export interface SandboxesOptions {
  readonly provider: SandboxProvider;
  readonly store: ObjectStore;
  readonly image: { readonly hash: string };
  readonly limits?: Limits;
  /** Run on every new sandbox, and after the workspace of a suspended one is back. */
  readonly prepare?: Prepare;
}

export interface Acquired {
  readonly id: string;
  readonly guest: Guest;
  readonly how: 'warm' | 'kept' | 'resumed' | 'created';
  /** What an earlier sandbox of this key held is lost. */
  readonly lost: boolean;
  readonly ms: number;
}

type Found = { readonly row: SandboxRow; readonly guest: Guest; readonly how: Acquired['how'] };
/** `again`: the row changed, look anew. `lost`: look anew, and the workspace is gone. */
type Attempt = Found | 'again' | 'lost';
export type Sandboxes = ReturnType<typeof createSandboxes>;

/**
 * The sandboxes of this installation, by key (an app's id). The registry says who has which; a sandbox may vanish at any moment.
 * Failures are SandboxError; `kind` says what the caller can do.
 */
export function createSandboxes({ provider, store, image, limits = DEFAULT_LIMITS, prepare = async () => undefined }: SandboxesOptions) {
  const machine = createMachine({ provider, store, limits, prepare });
  const pool = createWarmPool(machine, image.hash);

  /** Ends it and forgets it. The row goes first: only who moved it may end what it names. */
  async function discard(row: SandboxRow): Promise<void> {
    if (!(await markGone(row))) return;
    await machine.end(row);
    await machine.dropSnapshot(row.snapshotKey);
  }

  async function createNew(key: string, holder: string, signal: AbortSignal): Promise<Attempt> {
    const id = newId('sbx');
    const token = newToken();
    if (!(await insertCreating({ id, provider: provider.name, key, holder, templateHash: image.hash, token }))) return 'again';
    const row = await findById(id);
    if (!row) return 'again';
    try {
      const guest = await machine.start(row, token, signal);
      return (await move(row, { state: 'running' })) ? { row, guest, how: 'created' } : 'again';
    } catch (error) {
      await markGone(row);
      throw error;
    }
  }

  async function fromNothing(key: string, holder: string, signal: AbortSignal): Promise<Attempt> {
    const row = await claimWarm({ key, holder, provider: provider.name, templateHash: image.hash });
    if (!row) return createNew(key, holder, signal);
    pool.refill();
    const guest = await machine.reach(row);
    if (guest) return { row, guest, how: 'warm' };
    await discard({ ...row, state: 'running' });
    return 'again';
  }

  async function fromRunning(row: SandboxRow, holder: string): Promise<Attempt> {
    if (!(await move(row, { holder }))) return 'again';
    const held = { ...row, holder };
    const guest = await machine.reach(held);
    if (!guest) {
      await discard(held);
      return 'lost';
    }
    if (row.templateHash === image.hash) return { row: held, guest, how: 'kept' };
    await park(held); // of an older image: its workspace moves to a new sandbox
    return 'again';
  }

  async function fromSuspended(row: SandboxRow, holder: string, signal: AbortSignal): Promise<Attempt> {
    const token = newToken();
    if (!(await move(row, { state: 'creating', holder, token, templateHash: image.hash }))) return 'again';
    const creating: SandboxRow = { ...row, state: 'creating', holder, ref: null };
    try {
      await machine.end(creating);
      const guest = await machine.start(creating, token, signal);
      return (await move(creating, { state: 'running' })) ? { row: creating, guest, how: 'resumed' } : 'again';
    } catch (error) {
      const useless = error instanceof SandboxError && (error.kind === 'not_found' || error.kind === 'invalid' || error.kind === 'quota');
      if (!useless) {
        await move(creating, { state: 'suspended', holder: null, token: null, ref: null });
        throw error;
      }
      log.warn({ sandbox: row.id, err: error }, 'A snapshot cannot be used; the sandbox is made anew');
      await discard(creating);
      return 'lost';
    }
  }

  /** Waits for another worker's creation, or takes over what a dead one left. */
  async function fromCreating(row: SandboxRow): Promise<Attempt> {
    if (Date.now() - row.lastUsedAt.getTime() < CREATING_MS) {
      await delay(POLL_MS);
      return 'again';
    }
    await recover(row);
    return 'again';
  }

  /** A creation that was cut short: back to its snapshot when it has one. */
  async function recover(row: SandboxRow): Promise<void> {
    if (row.snapshotKey === null) return discard(row);
    if (await move(row, { state: 'suspended', holder: null, token: null, ref: null })) await machine.end(row);
  }

  async function attempt(key: string, holder: string, signal: AbortSignal): Promise<Attempt> {
    const row = await findByKey(key);
    if (!row) return fromNothing(key, holder, signal);
    if (row.provider !== provider.name) {
      await markGone(row);
      return 'lost';
    }
    if (row.state === 'running') return fromRunning(row, holder);
    if (row.state === 'suspended') return fromSuspended(row, holder, signal);
    return fromCreating(row);
  }

  /** Running and ours → suspended, with its workspace in the object store. */
  async function park(row: SandboxRow): Promise<void> {
    let snapshot: { key: string; bytes: number };
    try {
      snapshot = await machine.snapshot(row);
    } catch (error) {
      if (await machine.alive(row)) await move(row, { holder: null });
      else await discard(row);
      throw error;
    }
    if (!(await move(row, { state: 'suspended', holder: null, ref: null, token: null, snapshot }))) {
      return machine.dropSnapshot(snapshot.key); // taken up again meanwhile
    }
    await machine.end(row);
    if (row.snapshotKey !== snapshot.key) await machine.dropSnapshot(row.snapshotKey);
  }

  /** Suspends a sandbox that nobody holds (or that `holder` left). False when it is in use, or not running. */
  async function suspend(id: string, options: { readonly holder?: string } = {}): Promise<boolean> {
    const row = await findById(id);
    if (row?.state !== 'running' || row.holder !== (options.holder ?? null)) return false;
    const mine = `suspend:${randomBytes(6).toString('hex')}`;
    if (!(await move(row, { holder: mine }))) return false;
    await park({ ...row, holder: mine });
    return true;
  }

  return {
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
      if ((await move(row, { holder: null })) && !keepWarm) await suspend(id);
    },

    suspend,
    recover,
    discard,

    /** Says that it is in use: a holder that says nothing for the idle time counts as dead. */
    touch,

    async destroy(id: string): Promise<void> {
      const row = await findById(id);
      if (row && row.state !== 'gone') await discard(row);
    },

    /** Keeps this many sandboxes ready; resolves when they are, or when an attempt failed (it is repeated in the background). */
    warm: (count: number): Promise<void> => pool.setTarget(count),

    /** Stops the work in the background. Sandboxes stay: the next worker finds them. */
    close: (): Promise<void> => pool.close(),
  };
}
