import { setTimeout as delay } from 'node:timers/promises';
import { ageMs, databaseNow } from '#lib/db/now.ts';
import { newId } from '#lib/ids.ts';
import { log } from '#lib/log.ts';
import { SandboxError } from './errors.ts';
import type { Guest } from './guest.ts';
import { type Machine, newToken } from './machine.ts';
import { claimWarm, findById, findByKey, insertCreating, markGone, move, type SandboxRow } from './registry.ts';
import type { Retirement } from './retire.ts';
import { CREATING_MS } from './states.ts';
import type { WarmPool } from './warm-pool.ts';

const POLL_MS = 50;

export type How = 'warm' | 'kept' | 'resumed' | 'created';
type Found = { readonly row: SandboxRow; readonly guest: Guest; readonly how: How };
/** `again`: the row changed, look anew. `lost`: look anew, and the workspace is gone. */
type Attempt = Found | 'again' | 'lost';

interface AcquireParts {
  readonly machine: Machine;
  readonly pool: WarmPool;
  readonly retirement: Retirement;
  readonly templateHash: string;
}

/** One look at the registry and what follows from it; the caller repeats until it has a sandbox. */
export function createAcquire({ machine, pool, retirement, templateHash }: AcquireParts) {
  const provider = machine.providerName;
  const { discard, park, recover } = retirement;

  async function createNew(key: string, holder: string, signal: AbortSignal): Promise<Attempt> {
    const id = newId('sbx');
    const token = newToken();
    if (!(await insertCreating({ id, provider, key, holder, templateHash, token }))) return 'again';
    const row = await findById(id);
    if (!row) return 'again';
    try {
      const guest = await machine.start(row, token, signal);
      return await finished(row, guest, 'created');
    } catch (error) {
      await markGone(row);
      throw error;
    }
  }

  async function fromNothing(key: string, holder: string, signal: AbortSignal): Promise<Attempt> {
    const row = await claimWarm({ key, holder, provider, templateHash });
    if (!row) return createNew(key, holder, signal);
    pool.refill();
    const guest = await machine.reach(row);
    if (guest) return { row, guest, how: 'warm' };
    await discard({ ...row, state: 'running' });
    return 'again';
  }

  async function fromRunning(row: SandboxRow, holder: string): Promise<Attempt> {
    if (!(await move(row, 'hold', { holder }))) return 'again';
    const held = { ...row, holder };
    const guest = await machine.reach(held);
    if (!guest) {
      await discard(held);
      return 'lost';
    }
    if (row.templateHash === templateHash) return { row: held, guest, how: 'kept' };
    return moveToNewImage(held);
  }

  /** Of an older image: its workspace is carried over to a new sandbox. */
  async function moveToNewImage(row: SandboxRow): Promise<Attempt> {
    try {
      await park(row);
      return 'again';
    } catch (error) {
      log.warn({ sandboxId: row.id, err: error }, 'The workspace of a sandbox of an older image could not be kept');
      const left = await findById(row.id);
      if (left?.state === 'running') await discard(left);
      return 'lost';
    }
  }

  /** Running from now on, unless the row was given up while the sandbox was made. */
  async function finished(row: SandboxRow, guest: Guest, how: How): Promise<Attempt> {
    if (await move(row, 'ready')) return { row, guest, how };
    await machine.end(row);
    return 'again';
  }

  async function fromSuspended(row: SandboxRow, holder: string, signal: AbortSignal): Promise<Attempt> {
    const token = newToken();
    if (!(await move(row, 'resume', { holder, token, templateHash }))) return 'again';
    const creating: SandboxRow = { ...row, state: 'creating', holder, ref: null };
    try {
      await machine.end(creating);
      const guest = await machine.start(creating, token, signal);
      return await finished(creating, guest, 'resumed');
    } catch (error) {
      const useless = error instanceof SandboxError && (error.kind === 'not_found' || error.kind === 'invalid' || error.kind === 'quota');
      if (!useless) {
        await move(creating, 'goBack', { holder: null, token: null, ref: null });
        throw error;
      }
      log.warn({ sandboxId: row.id, err: error }, 'A snapshot cannot be used; the sandbox is made anew');
      await discard(creating);
      return 'lost';
    }
  }

  /** Waits for another worker's creation, or takes over what a dead one left. */
  async function fromCreating(row: SandboxRow): Promise<Attempt> {
    if (ageMs(row.lastUsedAt, await databaseNow()) < CREATING_MS) {
      await delay(POLL_MS);
      return 'again';
    }
    await recover(row);
    return 'again';
  }

  return async function attempt(key: string, holder: string, signal: AbortSignal): Promise<Attempt> {
    const row = await findByKey(key);
    if (!row) return fromNothing(key, holder, signal);
    if (row.provider !== provider) {
      await markGone(row);
      return 'lost';
    }
    if (row.state === 'running') return fromRunning(row, holder);
    if (row.state === 'suspended') return fromSuspended(row, holder, signal);
    return fromCreating(row);
  };
}
