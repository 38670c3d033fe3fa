import type { PageQuery } from '#lib/contracts/page.ts';
import { db, type Prisma } from '#lib/db/client.ts';
import { containing } from '#lib/db/containing.ts';
import { AppError } from '#lib/errors.ts';
import { cutPage, readCursor } from '#lib/http/paging.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { requireManageApp } from '#lib/permissions/can.ts';
import { withSpaceLevel, withSpaceLevels } from '#lib/permissions/space-levels.ts';
import { visibleApps } from '#lib/permissions/visible.ts';
import { describeApps } from './describe.ts';
import { APP_INCLUDE, type AppRow } from './to-contract.ts';

/** In place of a space's id: one's own apps that lie in none. */
const PERSONAL = 'personal';

const MISSING = 'There is no such app, or you may not see it.';

/** The app's row, when the actor may see it. */
export async function findApp(actor: Actor, appId: string): Promise<AppRow> {
  const row = await db().app.findFirst({ where: { id: appId, ...visibleApps(actor) }, include: APP_INCLUDE });
  if (!row) throw new AppError('not_found', MISSING);
  return withSpaceLevel(actor, row);
}

/** The app's row, when the actor may change it. */
export async function findManagedApp(actor: Actor, appId: string): Promise<AppRow> {
  const row = await findApp(actor, appId);
  requireManageApp(actor, row);
  return row;
}

/** What the list of apps is narrowed to: words in the names, one space, or the personal ones. */
interface AppsQuery extends PageQuery {
  readonly q?: string | undefined;
  readonly spaceId?: string | undefined;
}

/** Apps the actor may see, last changed first. */
export async function listApps(actor: Actor, { limit, cursor, q, spaceId }: AppsQuery) {
  const rows = await db().app.findMany({
    where: { AND: [visibleApps(actor), q ? { name: containing(q) } : {}, inSpace(actor, spaceId), cursor ? after(cursor) : {}] },
    include: APP_INCLUDE,
    orderBy: [{ updatedAt: 'desc' }, { id: 'desc' }],
    take: limit + 1,
  });
  const { shown, nextCursor } = cutPage(rows, limit, (row) => row.updatedAt);
  return { items: await describeApps(actor, await withSpaceLevels(actor, shown)), nextCursor };
}

function inSpace({ userId }: Actor, spaceId: string | undefined): Prisma.AppWhereInput {
  if (spaceId === undefined) return {};
  return spaceId === PERSONAL ? { spaceId: null, ownerId: userId } : { spaceId };
}

/** The first condition is the one that an index answers. */
function after(cursor: string): Prisma.AppWhereInput {
  const { at, id } = readCursor(cursor);
  return { updatedAt: { lte: at }, OR: [{ updatedAt: { lt: at } }, { id: { lt: id } }] };
}
