import { db } from '#lib/db/client.ts';
import { findById, holdsOnlyDraft, markGone } from '#lib/sandbox/registry.ts';
import type { ObjectStore } from '#lib/storage/contract.ts';
import { storing } from '#lib/storage/storing.ts';
import { add, each, newTally, type Tally } from './tally.ts';

const STORE_MS = 20_000;

/** Snapshots of sandboxes that were suspended before this moment, but for those that hold the only copy of a draft. */
export async function sweepSnapshots(store: ObjectStore, before: Date, dryRun: boolean): Promise<Tally> {
  const rows = await db().sandbox.findMany({ where: { state: 'suspended', lastUsedAt: { lt: before } }, orderBy: { lastUsedAt: 'asc' } });
  const apps = await db().app.findMany({ where: { id: { in: rows.map((row) => row.key) } }, select: { id: true, name: true } });
  const tally = newTally();
  await each(rows, tally, async ({ id, key, snapshotBytes }) => {
    if (await holdsOnlyDraft(id)) return;
    if (!dryRun && !(await drop(store, id))) return;
    add(tally, Number(snapshotBytes ?? 0), apps.find((app) => app.id === key)?.name ?? id);
  });
  return tally;
}

/** A suspended sandbox is nothing but its row and its snapshot. False when a build has just taken it up. */
async function drop(store: ObjectStore, id: string): Promise<boolean> {
  const row = await findById(id);
  if (row?.state !== 'suspended' || !(await markGone(row))) return false;
  if (row.snapshotKey !== null) await storing(store.delete([row.snapshotKey]), STORE_MS);
  return true;
}
