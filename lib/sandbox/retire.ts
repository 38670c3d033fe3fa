import { randomBytes } from 'node:crypto';
import type { Machine } from './machine.ts';
import { findById, markGone, move, type SandboxRow } from './registry.ts';

export type Retirement = ReturnType<typeof createRetirement>;

/** The ways in which a sandbox stops running: suspended with its workspace kept, or ended for good. */
export function createRetirement(machine: Machine) {
  /** Ends it and forgets it. The row goes first: only who moved it may end what it names. */
  async function discard(row: SandboxRow): Promise<void> {
    if (!(await markGone(row))) return;
    await machine.end(row);
    await machine.dropSnapshot(row.snapshotKey);
  }

  /** A creation that was cut short: back to its snapshot when it has one. */
  async function recover(row: SandboxRow): Promise<void> {
    if (row.snapshotKey === null) return discard(row);
    if (await move(row, 'goBack', { holder: null, token: null, ref: null })) await machine.end(row);
  }

  /** Running and ours → suspended, with its workspace in the object store. */
  async function park(row: SandboxRow): Promise<void> {
    let snapshot: { key: string; bytes: number };
    try {
      snapshot = await machine.snapshot(row);
    } catch (error) {
      if (await machine.alive(row)) await move(row, 'release', { holder: null });
      else await discard(row);
      throw error;
    }
    if (!(await move(row, 'suspend', { holder: null, ref: null, token: null, snapshot }))) {
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
    if (!(await move(row, 'hold', { holder: mine }))) return false;
    await park({ ...row, holder: mine });
    return true;
  }

  return { discard, recover, park, suspend };
}
