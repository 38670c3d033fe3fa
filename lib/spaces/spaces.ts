import type { Space, SpacesQuery } from '#lib/contracts/space.ts';
import { db, type Prisma } from '#lib/db/client.ts';
import { AppError } from '#lib/errors.ts';
import { cutOffsetPage, offsetOf } from '#lib/http/offset-paging.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { canManageSpace, canPutAppsIn } from '#lib/permissions/can.ts';
import { type LevelIn, levelsIn } from '#lib/permissions/space-levels.ts';
import { visibleSpaces } from '#lib/permissions/visible.ts';

type Row = Prisma.SpaceGetPayload<object>;

/** The spaces that the actor may see, by name. */
export async function listSpaces(actor: Actor, { limit, cursor }: SpacesQuery): Promise<{ items: Space[]; nextCursor: string | null }> {
  const offset = offsetOf(cursor);
  const where = visibleSpaces(actor);
  const rows = await db().space.findMany({ where, orderBy: [{ name: 'asc' }, { id: 'asc' }], skip: offset, take: limit + 1 });
  const { shown, nextCursor } = cutOffsetPage(rows, limit, offset);
  return { items: await describeSpaces(actor, shown), nextCursor };
}

/** The space's row, when the actor may see it. */
export async function findSpace(actor: Actor, spaceId: string): Promise<Row> {
  const row = await db().space.findFirst({ where: { AND: [{ id: spaceId }, visibleSpaces(actor)] } });
  if (!row) throw new AppError('not_found', 'There is no such space, or you may not see it.');
  return row;
}

/** The space's row, when the actor may change it. */
export async function findManagedSpace(actor: Actor, spaceId: string): Promise<Row> {
  const row = await findSpace(actor, spaceId);
  if (!canManageSpace(actor, (await levelsIn(actor, [spaceId]))(spaceId))) {
    throw new AppError('forbidden', `You can see the space “${row.name}” but not change it. Ask who manages it.`);
  }
  return row;
}

export async function describeSpace(actor: Actor, row: Row): Promise<Space> {
  const [space] = await describeSpaces(actor, [row]);
  if (!space) throw new Error('one row gives one space');
  return space;
}

async function describeSpaces(actor: Actor, rows: readonly Row[]): Promise<Space[]> {
  const parentIds = rows.flatMap(({ parentId }) => (parentId === null ? [] : [parentId]));
  const [levelIn, parents] = await Promise.all([
    levelsIn(
      actor,
      rows.map(({ id }) => id),
    ),
    db().space.findMany({ where: { AND: [{ id: { in: [...new Set(parentIds)] } }, visibleSpaces(actor)] }, select: { id: true } }),
  ]);
  const known = new Set(parents.map(({ id }) => id));
  return rows.map((row) => toSpace(actor, row, levelIn, known));
}

function toSpace(actor: Actor, row: Row, levelIn: LevelIn, known: ReadonlySet<string>): Space {
  const level = levelIn(row.id);
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    parentId: row.parentId !== null && known.has(row.parentId) ? row.parentId : null,
    inherits: row.inherits,
    can: { addApps: canPutAppsIn(actor, 'create:DataApp', level), manage: canManageSpace(actor, level) },
    createdAt: row.createdAt.toISOString(),
  };
}
