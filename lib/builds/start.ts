import type { BuildStarted, StartBuild } from '#lib/contracts/build.ts';
import { db } from '#lib/db/client.ts';
import { queue } from '#lib/jobs/queue.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { admitBuild, findRepeated, insertBuild, lockApp, refuseSecond } from './admit.ts';

/**
 * Starts a build: row, first event and queue job in one transaction. Posting the same `clientKey` again returns the
 * build that it made.
 * @throws AppError `conflict` while another build of the app is under way
 */
export async function startBuild(actor: Actor, appId: string, { prompt, clientKey, model: wanted }: StartBuild): Promise<BuildStarted> {
  const { app, model } = await admitBuild(actor, appId, wanted);
  await queue(); // opened before the transaction: the first time takes longer than one may
  return db().$transaction(async (tx) => {
    await lockApp(tx, appId);
    const repeated = await findRepeated(tx, appId, clientKey);
    if (repeated) return { buildId: repeated.id, cursor: 0 };
    await refuseSecond(tx, appId);
    return { buildId: await insertBuild(tx, { app, requestedById: actor.userId, clientKey, prompt, model }), cursor: 0 };
  });
}
