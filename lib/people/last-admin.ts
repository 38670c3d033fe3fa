import type { Tx } from '#lib/db/client.ts';
import { AppError } from '#lib/errors.ts';

/**
 * Call first in a transaction that may take an admin away: two of them at once go one after the other. Then call what it
 * returns, after the change.
 * @returns refuses with `conflict` when nobody would be left who may administer this installation
 */
export async function keepAnAdmin(tx: Tx): Promise<() => Promise<void>> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(7221004)`;
  return async () => {
    const left = await tx.user.count({ where: { role: 'admin', kind: 'person', disabledAt: null } });
    if (left > 0) return;
    throw new AppError('conflict', 'This is the last admin. Make somebody else an admin first: nobody could administer this installation.');
  };
}
