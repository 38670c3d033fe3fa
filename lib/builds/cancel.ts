import { audit } from '#lib/audit/audit.ts';
import { db } from '#lib/db/client.ts';
import { databaseNow } from '#lib/db/now.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { withdraw } from './lifecycle.ts';
import { moveBuilds } from './move.ts';
import { countEnd } from './observe.ts';
import { findBuild } from './read.ts';

/**
 * Asks a build to stop. A queued one ends at once; a running one is told by its next heartbeat, and what the agent
 * wrote so far is kept. Cancelling a build that has ended changes nothing.
 */
export async function cancelBuild(actor: Actor, buildId: string): Promise<void> {
  const build = await findBuild(actor, buildId);
  await db().$transaction(async (tx) => {
    const own = build.requestedById === actor.userId;
    const act = { action: 'build.cancelled', subject: { kind: 'build', id: buildId, name: build.app.name } } as const;
    const withdrawn = await withdraw(tx, buildId);
    if (withdrawn) countEnd('cancelled', Date.now() - build.createdAt.getTime());
    else await moveBuilds('askToStop', { id: buildId, cancelRequestedAt: null }, { cancelRequestedAt: await databaseNow(tx) }, tx);
    if (!own) await audit(actor, act, tx);
  });
}
