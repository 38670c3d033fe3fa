import { actorOfUser } from '#lib/auth/get-actor.ts';
import type { Prisma, Tx } from '#lib/db/client.ts';
import { AppError } from '#lib/errors.ts';
import { log } from '#lib/log.ts';
import { requireSomeBudget } from '#lib/spend/ledger.ts';
import { admitBuild, insertBuild } from './admit.ts';

type Waiting = Prisma.FollowUpGetPayload<object>;

/**
 * Makes the waiting prompt the next build, in the transaction that ends the one before: there is no moment in which it
 * is neither, or both. Rights and budget are asked again, for the person who wrote it. What is refused keeps waiting,
 * with the reason. The caller holds the app (`lockApp`) and no build is under way any more.
 */
export async function promoteFollowUp(tx: Tx, appId: string): Promise<void> {
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
  await requireSomeBudget(model);
  await insertBuild(tx, { app, requestedById, clientKey, prompt, model });
}
