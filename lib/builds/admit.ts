import { requireDataApps } from '#lib/apps/switch.ts';
import { db, type Prisma, type Tx } from '#lib/db/client.ts';
import { AppError } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import { enqueueBuild } from '#lib/jobs/queue.ts';
import { addLogFields } from '#lib/log-context.ts';
import { modelFor } from '#lib/models/choose-model.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { requireBuildApp, requireSome } from '#lib/permissions/can.ts';
import { withSpaceLevel } from '#lib/permissions/space-levels.ts';
import { visibleApps } from '#lib/permissions/visible.ts';
import { currentTraceparent } from '#lib/trace/trace.ts';
import { appendInTx } from './event-log.ts';
import { createBuild } from './move.ts';

type AppToBuild = Pick<Prisma.AppGetPayload<object>, 'id' | 'named'>;

/**
 * The app and the model of a prompt, when this person may have it built now.
 * @throws AppError saying what is missing: the right, the app, its project, the model
 */
export async function admitBuild(actor: Actor, appId: string, wantedModel?: string): Promise<{ app: AppToBuild; model: string }> {
  requireSome(actor, 'create:DataApp');
  requireDataApps();
  const app = await db().app.findFirst({ where: { id: appId, ...visibleApps(actor) }, include: { project: true } });
  if (!app) throw new AppError('not_found', 'There is no such app, or you may not see it.');
  requireBuildApp(actor, await withSpaceLevel(actor, app));
  if (app.project.deletedAt) throw new AppError('conflict', 'The project of this app was removed. Restore it, or move the app.');
  return { app, model: modelFor(wantedModel) };
}

/** Whoever starts, ends or queues builds of an app does so one after the other. */
export async function lockApp(tx: Tx, appId: string): Promise<void> {
  await tx.$executeRaw`SELECT 1 FROM "App" WHERE "id" = ${appId} FOR UPDATE`;
}

interface NewBuild {
  readonly app: AppToBuild;
  readonly requestedById: string;
  readonly clientKey: string;
  readonly prompt: string;
  readonly model: string;
}

/**
 * The row, the first event and the job of a build, inside a transaction that holds the app (`lockApp`) and has found no
 * other build under way. What waited under the same key is this build now.
 * @returns its id
 */
export async function insertBuild(tx: Tx, { app, requestedById, clientKey, prompt, model }: NewBuild): Promise<string> {
  const id = newId('bld');
  await createBuild(tx, { id, appId: app.id, requestedById, clientKey, prompt, model, traceparent: currentTraceparent() });
  addLogFields({ buildId: id });
  await appendInTx(tx, id, [{ kind: 'prompt', text: prompt }]);
  await tx.app.update({
    where: { id: app.id },
    data: app.named ? { updatedAt: new Date() } : { name: nameFrom(prompt), named: true },
  });
  await tx.followUp.deleteMany({ where: { appId: app.id, clientKey } });
  await enqueueBuild(id, tx);
  return id;
}

/** The build that is on its way, if there is one. */
export const findActive = (tx: Tx, appId: string) => tx.build.findFirst({ where: { appId, status: { in: ['queued', 'running'] } } });

/** @throws AppError `conflict` with the build's id while one is under way */
export async function refuseSecond(tx: Tx, appId: string): Promise<void> {
  const active = await findActive(tx, appId);
  if (!active) return;
  throw new AppError('conflict', 'A build of this app is under way. Wait until it ends, or cancel it.', {
    details: { buildId: active.id },
  });
}

/** The build that this key has made already: posting it again is harmless. */
export const findRepeated = (tx: Tx, appId: string, clientKey: string) =>
  tx.build.findUnique({ where: { appId_clientKey: { appId, clientKey } }, select: { id: true } });

const MAX_NAME = 60;

/** An app's first name: the beginning of what was asked for, cut at a word. */
function nameFrom(prompt: string): string {
  const line =
    prompt
      .trim()
      .split(/[\n.!?]/)[0]
      ?.trim() || prompt.trim();
  if (line.length <= MAX_NAME) return line;
  const cut = line.slice(0, MAX_NAME);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), MAX_NAME / 2))}…`;
}
