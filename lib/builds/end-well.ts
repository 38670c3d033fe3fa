import { actorOfUser } from '#lib/auth/get-actor.ts';
import type { Prisma, Tx } from '#lib/db/client.ts';
import { AppError } from '#lib/errors.ts';
import { log } from '#lib/log.ts';
import { withLogFields } from '#lib/log-context.ts';
import { requireSomeBudget } from '#lib/spend/ledger.ts';
import { detached } from '#lib/trace/trace.ts';
import { admitBuild, insertBuild, lockApp } from './admit.ts';
import { settle } from './lifecycle.ts';

type Waiting = Prisma.FollowUpGetPayload<object>;

/**
 * Ends a build that went well inside the caller's transaction, and makes the prompt that waited for it the next build:
 * there is no moment in which it is neither, or both. Rights and budget are asked again, for the person who wrote it.
 * What is refused keeps waiting, with the reason.
 * @returns false when the build was lost: the caller must roll back
 */
export async function endWell(
  tx: Tx,
  { id, appId }: { readonly id: string; readonly appId: string },
  workerId: string,
  versionNumber?: number,
): Promise<boolean> {
  await lockApp(tx, appId); // before the build's row, as everybody does who takes both
  const mine = await settle(tx, id, workerId, { status: 'succeeded', ...(versionNumber === undefined ? {} : { versionNumber }) });
  if (mine) await promoteFollowUp(tx, appId);
  return mine;
}

async function promoteFollowUp(tx: Tx, appId: string): Promise<void> {
  const waiting = await tx.followUp.findUnique({ where: { appId } });
  if (!waiting) return;
  try {
    await becomeBuild(tx, waiting);
  } catch (error) {
    // Anything else undoes the transaction: the build before has not ended then, and is ended again.
    if (!(error instanceof AppError)) throw error;
    log.info({ appId, code: error.code }, 'a waiting prompt was refused');
    const problem = { code: error.code, message: error.message };
    await tx.followUp.update({ where: { appId }, data: { problem } });
  }
}

async function becomeBuild(tx: Tx, { appId, requestedById, clientKey, prompt, model: wanted }: Waiting): Promise<void> {
  const actor = await actorOfUser(requestedById);
  if (!actor) throw new AppError('forbidden', 'The person who wrote this prompt may not act any more.');
  const { app, model } = await admitBuild(actor, appId, wanted ?? undefined);
  await requireSomeBudget({ model, appId, userId: requestedById });
  // A trace of its own: nobody's request started it, and the build before has its own.
  await detached(() => withLogFields({}, () => insertBuild(tx, { app, requestedById, clientKey, prompt, model })));
}
