import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { log } from '#lib/log.ts';
import type { ObjectStore } from '#lib/storage/contract.ts';
import { snapshotKey } from '#lib/storage/keys.ts';
import { storing } from '#lib/storage/storing.ts';
import type { Limits, ProviderRef, SandboxProvider } from './contract.ts';
import { SandboxError } from './errors.ts';
import type { Guest } from './guest.ts';
import { createGuest } from './guest-client.ts';
import { move, type SandboxRow, tokenOf, touch } from './registry.ts';

const CREATE_MS = 60_000;
const CREATING_BEAT_MS = 2_000;
const DESTROY_MS = 30_000;
const HEALTH_MS = 3_000;
const SNAPSHOT_MS = 120_000;
/** Until the object store begins to answer. */
const STORE_MS = 20_000;
const MAX_SNAPSHOT_BYTES = 512 * 1024 * 1024;
const WORKSPACE = '/workspace';
/** Made anew from the image or by the next build. */
const NOT_KEPT = ['node_modules', './.build', './.home/.cache', './.home/.npm'];

/**
 * Makes a sandbox ready for work, such as by a copy of the template. Run on a new one, and on a resumed one once its
 * workspace is back: then what is there must stay.
 */
export type Prepare = (guest: Guest, options: { readonly resumed: boolean; readonly signal: AbortSignal }) => Promise<void>;

export interface MachineParts {
  readonly provider: SandboxProvider;
  readonly store: ObjectStore;
  readonly limits: Limits;
  readonly prepare: Prepare;
}

export const newToken = (): string => randomBytes(32).toString('base64url');

async function* bounded(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const bytes of body) {
    size += bytes.length;
    if (size > MAX_SNAPSHOT_BYTES)
      throw new SandboxError('quota', `The workspace is larger than ${MAX_SNAPSHOT_BYTES} bytes and cannot be kept.`);
    yield bytes;
  }
}

/** Says that the creation is under way: others wait for it only as long as somebody is at it. */
function beatWhileCreating(id: string): () => void {
  const timer = setInterval(() => {
    touch(id).catch((error: unknown) => log.warn({ sandboxId: id, err: error }, 'a creation could not say that it goes on'));
  }, CREATING_BEAT_MS);
  return () => clearInterval(timer);
}

/** One sandbox at the provider's, as its registry row describes it: start, reach, snapshot, end. Changes no state. */
export function createMachine({ provider, store, limits, prepare }: MachineParts) {
  const refOf = (row: SandboxRow): ProviderRef | null => {
    const parsed = provider.refSchema.safeParse(row.ref);
    return parsed.success ? parsed.data : null;
  };

  /** Ends it, also when a crash kept its ref from being written. */
  async function end(row: SandboxRow): Promise<void> {
    const signal = AbortSignal.timeout(DESTROY_MS);
    const ref = refOf(row);
    if (ref) return provider.destroy(ref, signal);
    for (const found of await provider.list(signal)) if (found.id === row.id) await provider.destroy(found.ref, signal);
  }

  /** Makes the sandbox of a row in state `creating`; leaves none behind when it fails. */
  async function start(row: SandboxRow, token: string, caller: AbortSignal): Promise<Guest> {
    const signal = AbortSignal.any([caller, AbortSignal.timeout(CREATE_MS)]);
    const stopBeating = beatWhileCreating(row.id);
    let ref: ProviderRef | undefined;
    try {
      ref = await provider.create({ id: row.id, purpose: 'data-app', token, limits, signal });
      if (!(await move(row, 'made', { ref }))) throw new SandboxError('conflict', 'The sandbox was given up while it was made.');
      const guest = createGuest(provider.guest(ref), token);
      const body = row.snapshotKey === null ? null : await snapshotOf(row.snapshotKey);
      if (body) await guest.tarIn(WORKSPACE, body, signal);
      await prepare(guest, { resumed: body !== null, signal });
      return guest;
    } catch (error) {
      if (ref) await provider.destroy(ref, AbortSignal.timeout(DESTROY_MS));
      throw error;
    } finally {
      stopBeating();
    }
  }

  async function snapshotOf(key: string): Promise<AsyncIterable<Uint8Array>> {
    const found = await storing(store.get(key), STORE_MS);
    if (!found) throw new SandboxError('not_found', 'The snapshot of the sandbox is missing.');
    return found.body;
  }

  /** The guest of a running row, or null when it does not answer any more. */
  async function reach(row: SandboxRow): Promise<Guest | null> {
    const ref = refOf(row);
    const token = await tokenOf(row.id);
    if (!ref || token === null) return null;
    const guest = createGuest(provider.guest(ref), token);
    try {
      await guest.health(AbortSignal.timeout(HEALTH_MS));
      return guest;
    } catch (error) {
      log.warn({ sandboxId: row.id, err: error }, 'A sandbox does not answer');
      return null;
    }
  }

  async function alive(row: SandboxRow): Promise<boolean> {
    const ref = refOf(row);
    return ref !== null && provider.alive(ref, AbortSignal.timeout(HEALTH_MS));
  }

  /** Stores the workspace; the caller writes the key into the row. */
  async function snapshot(row: SandboxRow): Promise<{ key: string; bytes: number }> {
    const guest = await reach(row);
    if (!guest) throw new SandboxError('guest_unreachable', 'The sandbox does not answer, so its workspace cannot be kept.');
    const key = snapshotKey(row.id, new Date().toISOString().replace(/[:.]/g, '-'));
    const archive = guest.tarOut(WORKSPACE, ['.'], NOT_KEPT, AbortSignal.timeout(SNAPSHOT_MS));
    const stored = store.put(key, Readable.from(bounded(archive)), { contentType: 'application/gzip' });
    const { size } = await storing(stored, SNAPSHOT_MS);
    return { key, bytes: size };
  }

  const dropSnapshot = async (key: string | null): Promise<void> => {
    if (key !== null) await storing(store.delete([key]), STORE_MS);
  };

  return { start, end, reach, alive, snapshot, dropSnapshot, providerName: provider.name };
}
export type Machine = ReturnType<typeof createMachine>;
