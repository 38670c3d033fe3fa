import { toError } from '#lib/errors.ts';
import { log } from '#lib/log.ts';
import { findAll, isPooled, type SandboxRow } from './registry.ts';
import type { Sandboxes } from './session.ts';

/** What is half made, and nobody is left to finish. Only for the one worker of an installation, before it makes any. */
export async function recoverUnfinished(sandboxes: Sandboxes): Promise<void> {
  await each(await findAll({ state: 'creating' }), sandboxes.recover);
}

/**
 * Leaves nothing running on this machine: waiting sandboxes end, those with a workspace are suspended, what a killed
 * worker had half made is undone. For an orderly stop of the only worker; what cannot be parked is found by the next start.
 */
export async function parkAll(sandboxes: Sandboxes): Promise<void> {
  await recoverUnfinished(sandboxes);
  await each(await findAll({ state: 'running' }), async ({ holder, ...row }) => {
    if (isPooled(row)) await sandboxes.destroy(row.id);
    else await sandboxes.suspend(row.id, holder === null ? {} : { holder });
  });
}

async function each(rows: readonly SandboxRow[], act: (row: SandboxRow) => Promise<void>): Promise<void> {
  for (const result of await Promise.allSettled(rows.map(act)))
    if (result.status === 'rejected') log.warn({ err: toError(result.reason) }, 'a sandbox could not be parked');
}
