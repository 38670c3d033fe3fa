import { requireDataApps } from '#lib/apps/switch.ts';
import type { BuildStarted, StartBuild } from '#lib/contracts/build.ts';
import { db, type Tx } from '#lib/db/client.ts';
import { AppError } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import { enqueueBuild, queue } from '#lib/jobs/queue.ts';
import { modelFor } from '#lib/models/choose-model.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { requireManageApp, requireScope } from '#lib/permissions/can.ts';
import { visibleApps } from '#lib/permissions/visible.ts';
import { appendInTx } from './event-log.ts';

/**
 * Starts a build: row, first event and queue job in one transaction. Posting the same `clientKey` again returns the
 * build that it made.
 * @throws AppError `conflict` while another build of the app is under way
 */
export async function startBuild(actor: Actor, appId: string, input: StartBuild): Promise<BuildStarted> {
  requireScope(actor, 'create:DataApp');
  requireDataApps();
  const app = await db().app.findFirst({ where: { id: appId, ...visibleApps(actor) }, include: { project: true } });
  if (!app) throw new AppError('not_found', 'There is no such app, or you may not see it.');
  requireManageApp(actor, app);
  if (app.project.deletedAt) throw new AppError('conflict', 'The project of this app was removed. Restore it, or move the app.');
  const model = modelFor(input.model);
  await queue(); // opened before the transaction: the first time takes longer than one may
  return db().$transaction(async (tx) => {
    await tx.$executeRaw`SELECT 1 FROM "App" WHERE "id" = ${appId} FOR UPDATE`;
    const repeated = await tx.build.findUnique({ where: { appId_clientKey: { appId, clientKey: input.clientKey } } });
    if (repeated) return { buildId: repeated.id, cursor: 0 };
    await refuseSecond(tx, appId);
    const id = newId('bld');
    await tx.build.create({
      data: { id, appId, requestedById: actor.userId, clientKey: input.clientKey, prompt: input.prompt, model },
    });
    await appendInTx(tx, id, [{ kind: 'prompt', text: input.prompt }]);
    await tx.app.update({
      where: { id: appId },
      data: app.named ? { updatedAt: new Date() } : { name: nameFrom(input.prompt), named: true },
    });
    await enqueueBuild(id, tx);
    return { buildId: id, cursor: 0 };
  });
}

async function refuseSecond(tx: Tx, appId: string): Promise<void> {
  const active = await tx.build.findFirst({ where: { appId, status: { in: ['queued', 'running'] } } });
  if (!active) return;
  throw new AppError('conflict', 'A build of this app is under way. Wait until it ends, or cancel it.', {
    details: { buildId: active.id },
  });
}

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
