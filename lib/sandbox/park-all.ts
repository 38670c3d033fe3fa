import { toError } from '#lib/errors.ts';
import { log } from '#lib/log.ts';
import { findAll, isPooled } from './registry.ts';
import type { Sandboxes } from './session.ts';

/**
 * Leaves nothing running on this machine: waiting sandboxes end, those with a workspace are suspended. For an orderly
 * stop of the only worker; what cannot be parked is found by the next start.
 */
export async function parkAll(sandboxes: Sandboxes): Promise<void> {
  const rows = await findAll({ state: 'running' });
  const park = (row: (typeof rows)[number]) => (isPooled(row) ? sandboxes.destroy(row.id) : sandboxes.suspend(row.id));
  const results = await Promise.allSettled(rows.map(park));
  for (const result of results)
    if (result.status === 'rejected') log.warn({ err: toError(result.reason) }, 'a sandbox could not be parked');
}
