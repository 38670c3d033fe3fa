import { audit } from '#lib/audit/audit.ts';
import type { App, CreateApp, UpdateApp } from '#lib/contracts/app.ts';
import { db } from '#lib/db/client.ts';
import { AppError } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { requireManageApp } from '#lib/permissions/can.ts';
import { withSpaceLevel } from '#lib/permissions/space-levels.ts';
import { visibleApps, visibleProjects } from '#lib/permissions/visible.ts';
import { findManagedApp } from './apps.ts';
import { describeApp } from './describe.ts';
import { requireMove, requirePlaceFor } from './place.ts';
import { requireDataApps } from './switch.ts';
import { APP_INCLUDE } from './to-contract.ts';

export async function createApp(actor: Actor, input: CreateApp): Promise<App> {
  requireDataApps();
  const project = await db().project.findFirst({ where: { id: input.projectId, ...visibleProjects(actor) } });
  if (!project) throw new AppError('not_found', 'There is no such project, or you may not see it.');
  const spaceId = input.spaceId ?? null;
  await requirePlaceFor(actor, spaceId);
  const id = newId('app');
  const name = input.name ?? 'Untitled app';
  const row = await db().$transaction(async (tx) => {
    const data = { id, projectId: project.id, spaceId, ownerId: actor.userId, name, named: input.name !== undefined };
    const made = await tx.app.create({ data, include: APP_INCLUDE });
    await audit(actor, { action: 'app.created', subject: { kind: 'app', id, name }, details: { spaceId } }, tx);
    return made;
  });
  return describeApp(actor, await withSpaceLevel(actor, row));
}

/** Renames, describes or moves an app. */
export async function updateApp(actor: Actor, appId: string, change: UpdateApp): Promise<App> {
  const before = await findManagedApp(actor, appId);
  const { spaceId } = change;
  const moves = spaceId !== undefined && spaceId !== before.spaceId;
  if (moves) await requireMove(actor, before, spaceId);
  const data = { ...change, ...(change.name === undefined ? {} : { named: true }) };
  const row = await db().$transaction(async (tx) => {
    const changed = await tx.app.update({ where: { id: appId }, data, include: APP_INCLUDE });
    const subject = { kind: 'app', id: appId, name: changed.name } as const;
    if (moves) await audit(actor, { action: 'app.moved', subject, details: { from: before.spaceId, to: spaceId } }, tx);
    return changed;
  });
  return describeApp(actor, await withSpaceLevel(actor, row));
}

/** Hides the app and stops its build, which nobody could reach any more; `undeleteApp` brings it back with all its versions. */
export async function deleteApp(actor: Actor, appId: string): Promise<void> {
  const { name } = await findManagedApp(actor, appId);
  const now = new Date();
  const underWay = { appId, status: { in: ['queued', 'running'] }, cancelRequestedAt: null };
  await db().$transaction(async (tx) => {
    await tx.app.update({ where: { id: appId }, data: { deletedAt: now } });
    await tx.build.updateMany({ where: underWay, data: { cancelRequestedAt: now } });
    await audit(actor, { action: 'app.deleted', subject: { kind: 'app', id: appId, name } }, tx);
  });
}

export async function undeleteApp(actor: Actor, appId: string): Promise<App> {
  const deleted = await db().app.findFirst({ where: { id: appId, ...visibleApps(actor), deletedAt: { not: null } } });
  if (!deleted) throw new AppError('not_found', 'There is no such deleted app, or you may not see it.');
  requireManageApp(actor, await withSpaceLevel(actor, deleted));
  const row = await db().$transaction(async (tx) => {
    const restored = await tx.app.update({ where: { id: appId }, data: { deletedAt: null }, include: APP_INCLUDE });
    await audit(actor, { action: 'app.restored', subject: { kind: 'app', id: appId, name: restored.name } }, tx);
    return restored;
  });
  return describeApp(actor, await withSpaceLevel(actor, row));
}
