import { findManagedApp } from '#lib/apps/apps.ts';
import type { StartBuild } from '#lib/contracts/build.ts';
import type { FollowUpQueued, FollowUpTaken } from '#lib/contracts/follow-up.ts';
import { db, Prisma } from '#lib/db/client.ts';
import { AppError } from '#lib/errors.ts';
import { queue } from '#lib/jobs/queue.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { admitBuild, findActive, findRepeated, insertBuild, lockApp, refuseSecond } from './admit.ts';

/**
 * Lets a prompt wait until the build under way has succeeded; it takes the place of what waited before. With nothing to
 * wait for it becomes a build at once. After a build that did not end well it waits for a person.
 */
export async function queueFollowUp(
  actor: Actor,
  appId: string,
  { prompt, clientKey, model: wanted }: StartBuild,
): Promise<FollowUpQueued> {
  const { app, model } = await admitBuild(actor, appId, wanted);
  await queue();
  return db().$transaction(async (tx) => {
    await lockApp(tx, appId);
    const repeated = await findRepeated(tx, appId, clientKey);
    if (repeated) return { waits: false, buildId: repeated.id };
    const newest = (await findActive(tx, appId)) ?? (await tx.build.findFirst({ where: { appId }, orderBy: { createdAt: 'desc' } }));
    if (!newest || newest.status === 'succeeded') {
      await tx.followUp.deleteMany({ where: { appId } });
      return { waits: false, buildId: await insertBuild(tx, { app, requestedById: actor.userId, clientKey, prompt, model }) };
    }
    const data = { requestedById: actor.userId, clientKey, prompt, model: wanted ?? null, createdAt: new Date(), problem: Prisma.DbNull };
    await tx.followUp.upsert({ where: { appId }, create: { appId, ...data }, update: data });
    return { waits: true, buildId: null };
  });
}

/** Takes the waiting prompt back, for the composer. Of two who ask at once one gets it. */
export async function takeBackFollowUp(actor: Actor, appId: string): Promise<FollowUpTaken> {
  await findManagedApp(actor, appId);
  const [taken] = await db().$queryRaw<{ prompt: string }[]>`DELETE FROM "FollowUp" WHERE "appId" = ${appId} RETURNING "prompt"`;
  return { prompt: taken?.prompt ?? null };
}

/**
 * Makes the waiting prompt a build now, as the person who says so.
 * @throws AppError `conflict` while a build is under way, `not_found` when nothing waits
 */
export async function sendFollowUp(actor: Actor, appId: string): Promise<{ buildId: string; cursor: number }> {
  await findManagedApp(actor, appId);
  const wanted = await db().followUp.findUnique({ where: { appId } });
  if (!wanted) throw gone();
  const { app, model } = await admitBuild(actor, appId, wanted.model ?? undefined);
  await queue();
  return db().$transaction(async (tx) => {
    await lockApp(tx, appId);
    const waiting = await tx.followUp.findUnique({ where: { appId, clientKey: wanted.clientKey } });
    if (!waiting) throw gone();
    await refuseSecond(tx, appId);
    const { clientKey, prompt } = waiting;
    return { buildId: await insertBuild(tx, { app, requestedById: actor.userId, clientKey, prompt, model }), cursor: 0 };
  });
}

const gone = () => new AppError('not_found', 'This prompt does not wait any more: it was sent, replaced or taken back elsewhere.');
