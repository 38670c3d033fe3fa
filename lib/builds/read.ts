import type { Build } from '#lib/contracts/build.ts';
import type { PageQuery } from '#lib/contracts/page.ts';
import { db, type Prisma } from '#lib/db/client.ts';
import { AppError } from '#lib/errors.ts';
import { cutPage, readCursor } from '#lib/http/paging.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { requireManageApp } from '#lib/permissions/can.ts';
import { withSpaceLevel } from '#lib/permissions/space-levels.ts';
import { visibleApps } from '#lib/permissions/visible.ts';
import { toBuild } from './to-contract.ts';

type BuildWithApp = Prisma.BuildGetPayload<{ include: { app: true } }>;

/** A build of an app that the actor may change: prompts and transcripts are the authors', not the viewers'. */
export async function findBuild(actor: Actor, buildId: string): Promise<BuildWithApp> {
  const build = await db().build.findFirst({ where: { id: buildId, app: visibleApps(actor) }, include: { app: true } });
  if (!build) throw new AppError('not_found', 'There is no such build, or you may not see it.');
  requireManageApp(actor, await withSpaceLevel(actor, build.app));
  return build;
}

/** The builds of one app, newest first. */
export async function listBuilds(
  actor: Actor,
  appId: string,
  { limit, cursor }: PageQuery,
): Promise<{ items: Build[]; nextCursor: string | null }> {
  const app = await db().app.findFirst({ where: { id: appId, ...visibleApps(actor) } });
  if (!app) throw new AppError('not_found', 'There is no such app, or you may not see it.');
  requireManageApp(actor, await withSpaceLevel(actor, app));
  const rows = await db().build.findMany({
    where: { appId, ...(cursor ? before(cursor) : {}) },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit + 1,
  });
  const { shown, nextCursor } = cutPage(rows, limit, (row) => row.createdAt);
  return { items: shown.map(toBuild), nextCursor };
}

/** The first condition is the one that an index answers. */
function before(cursor: string): Prisma.BuildWhereInput {
  const { at, id } = readCursor(cursor);
  return { createdAt: { lte: at }, OR: [{ createdAt: { lt: at } }, { id: { lt: id } }] };
}
