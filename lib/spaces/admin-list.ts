import type { AdminSpace, AdminSpacesQuery } from '#lib/contracts/admin-people.ts';
import { db, type Prisma } from '#lib/db/client.ts';
import { containing } from '#lib/db/containing.ts';
import { cutOffsetPage, offsetOf, orderOf } from '#lib/http/offset-paging.ts';

const COUNTS = {
  _count: { select: { apps: { where: { deletedAt: null } }, access: true } },
} as const satisfies Prisma.SpaceInclude;

/** Every space, for the administration. */
export async function listAllSpaces({
  q,
  sort,
  limit,
  cursor,
}: AdminSpacesQuery): Promise<{ items: AdminSpace[]; nextCursor: string | null }> {
  const offset = offsetOf(cursor);
  const { column, direction } = orderOf(sort);
  const rows = await db().space.findMany({
    where: { deletedAt: null, ...(q ? { name: containing(q) } : {}) },
    include: COUNTS,
    orderBy: [column === 'apps' ? { apps: { _count: direction } } : { [column]: direction }, { id: 'asc' }],
    skip: offset,
    take: limit + 1,
  });
  const { shown, nextCursor } = cutOffsetPage(rows, limit, offset);
  const pathOf = await loadPaths(shown.map(({ id }) => id));
  return {
    items: shown.map(({ id, name, parentId, inherits, createdAt, _count }) => ({
      id,
      name,
      path: pathOf.get(id) ?? [name],
      parentId,
      inherits,
      apps: _count.apps,
      access: _count.access,
      createdAt: createdAt.toISOString(),
    })),
    nextCursor,
  };
}

async function loadPaths(ids: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await db().$queryRaw<{ id: string; path: string[] }[]>`
    WITH RECURSIVE above AS (
      SELECT space."id", space."parentId", ARRAY[space."name"] AS "path" FROM "Space" space WHERE space."id" = ANY(${[...ids]})
      UNION ALL
      SELECT above."id", parent."parentId", parent."name" || above."path" FROM above JOIN "Space" parent ON parent."id" = above."parentId"
    ) SELECT "id", "path" FROM above WHERE "parentId" IS NULL`;
  return new Map(rows.map(({ id, path }) => [id, path]));
}
