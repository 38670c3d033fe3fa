import type { App, CreateApp, UpdateApp } from '#lib/contracts/app.ts';
import type { PageQuery } from '#lib/contracts/page.ts';
import { db, type Prisma } from '#lib/db/client.ts';
import { containing } from '#lib/db/containing.ts';
import { AppError } from '#lib/errors.ts';
import { cutPage, readCursor } from '#lib/http/paging.ts';
import { newId } from '#lib/ids.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { requireManageApp } from '#lib/permissions/can.ts';
import { visibleApps, visibleProjects } from '#lib/permissions/visible.ts';
import { describeApp, describeApps } from './describe.ts';
import { requireDataApps } from './switch.ts';
import { APP_INCLUDE, type AppRow } from './to-contract.ts';

const MISSING = 'There is no such app, or you may not see it.';

/** The app's row, when the actor may see it. */
export async function findApp(actor: Actor, appId: string): Promise<AppRow> {
  const row = await db().app.findFirst({ where: { id: appId, ...visibleApps(actor) }, include: APP_INCLUDE });
  if (!row) throw new AppError('not_found', MISSING);
  return row;
}

/** The app's row, when the actor may change it. */
export async function findManagedApp(actor: Actor, appId: string): Promise<AppRow> {
  const row = await findApp(actor, appId);
  requireManageApp(actor, row);
  return row;
}

/** Apps the actor may see, last changed first; `q` looks in the names. */
export async function listApps(actor: Actor, { limit, cursor, q }: PageQuery & { q?: string | undefined }) {
  const rows = await db().app.findMany({
    where: { AND: [visibleApps(actor), q ? { name: containing(q) } : {}, cursor ? after(cursor) : {}] },
    include: APP_INCLUDE,
    orderBy: [{ updatedAt: 'desc' }, { id: 'desc' }],
    take: limit + 1,
  });
  const { shown, nextCursor } = cutPage(rows, limit, (row) => row.updatedAt);
  return { items: await describeApps(actor, shown), nextCursor };
}

/** The first condition is the one that an index answers. */
function after(cursor: string): Prisma.AppWhereInput {
  const { at, id } = readCursor(cursor);
  return { updatedAt: { lte: at }, OR: [{ updatedAt: { lt: at } }, { id: { lt: id } }] };
}

export async function createApp(actor: Actor, input: CreateApp): Promise<App> {
  requireDataApps();
  const project = await db().project.findFirst({ where: { id: input.projectId, ...visibleProjects(actor) } });
  if (!project) throw new AppError('not_found', 'There is no such project, or you may not see it.');
  await requireSpace(input.spaceId);
  const row = await db().app.create({
    data: {
      id: newId('app'),
      projectId: project.id,
      spaceId: input.spaceId ?? null,
      ownerId: actor.userId,
      name: input.name ?? 'Untitled app',
      named: input.name !== undefined,
    },
    include: APP_INCLUDE,
  });
  return describeApp(actor, row);
}

export async function updateApp(actor: Actor, appId: string, change: UpdateApp): Promise<App> {
  await findManagedApp(actor, appId);
  await requireSpace(change.spaceId);
  const data = { ...change, ...(change.name === undefined ? {} : { named: true }) };
  return describeApp(actor, await db().app.update({ where: { id: appId }, data, include: APP_INCLUDE }));
}

/** Hides the app and stops its build, which nobody could reach any more; `undeleteApp` brings it back with all its versions. */
export async function deleteApp(actor: Actor, appId: string): Promise<void> {
  await findManagedApp(actor, appId);
  const now = new Date();
  const underWay = { appId, status: { in: ['queued', 'running'] }, cancelRequestedAt: null };
  await db().$transaction([
    db().app.update({ where: { id: appId }, data: { deletedAt: now } }),
    db().build.updateMany({ where: underWay, data: { cancelRequestedAt: now } }),
  ]);
}

export async function undeleteApp(actor: Actor, appId: string): Promise<App> {
  const row = await db().app.findFirst({ where: { id: appId, ...visibleApps(actor), deletedAt: { not: null } } });
  if (!row) throw new AppError('not_found', 'There is no such deleted app, or you may not see it.');
  requireManageApp(actor, row);
  return describeApp(actor, await db().app.update({ where: { id: appId }, data: { deletedAt: null }, include: APP_INCLUDE }));
}

async function requireSpace(spaceId: string | null | undefined): Promise<void> {
  if (!spaceId) return;
  const space = await db().space.findUnique({ where: { id: spaceId } });
  if (!space) throw new AppError('not_found', 'There is no such space, or you may not see it.');
}
