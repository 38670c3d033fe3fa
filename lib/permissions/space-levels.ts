import { SPACE_LEVELS, type SpaceLevel } from '#lib/contracts/space-level.ts';
import { db, type Tx } from '#lib/db/client.ts';
import type { Actor } from './actor.ts';

/** What an actor may do in spaces by their access lists; null is nothing. */
export type LevelIn = (spaceId: string | null) => SpaceLevel | null;

/** What the access lists of these spaces, and of those they inherit from, give this actor. Scopes are another matter. */
export async function levelsIn(
  { userId, groupIds }: Pick<Actor, 'userId' | 'groupIds'>,
  spaceIds: readonly (string | null)[],
  client: Pick<Tx, '$queryRaw'> = db(),
): Promise<LevelIn> {
  const ids = [...new Set(spaceIds.filter((id) => id !== null))];
  if (ids.length === 0) return () => null;
  const rows = await client.$queryRaw<{ spaceId: string; level: SpaceLevel }[]>`
    SELECT way."spaceId", listed."level" FROM "SpaceSource" way JOIN "SpaceAccess" listed ON listed."spaceId" = way."sourceId"
    WHERE way."spaceId" = ANY(${ids}) AND (listed."userId" = ${userId} OR listed."groupId" = ANY(${[...groupIds]}))
    UNION ALL
    SELECT way."spaceId", 'view' FROM "SpaceSource" way JOIN "Space" top ON top."id" = way."sourceId"
    WHERE way."spaceId" = ANY(${ids}) AND top."parentId" IS NULL AND top."inherits"`;
  const best = new Map<string, SpaceLevel>();
  for (const level of SPACE_LEVELS) for (const row of rows) if (row.level === level) best.set(row.spaceId, level);
  return (spaceId) => (spaceId === null ? null : (best.get(spaceId) ?? null));
}

/** Apps with what their spaces' access lists give this actor: what `canManageApp` judges by. */
export async function withSpaceLevels<Row extends { readonly spaceId: string | null }>(
  actor: Actor,
  rows: readonly Row[],
): Promise<(Row & { readonly spaceLevel: SpaceLevel | null })[]> {
  const levelIn = await levelsIn(
    actor,
    rows.map((row) => row.spaceId),
  );
  return rows.map((row) => ({ ...row, spaceLevel: levelIn(row.spaceId) }));
}

/** One app, in the same way. */
export async function withSpaceLevel<Row extends { readonly spaceId: string | null }>(
  actor: Actor,
  row: Row,
): Promise<Row & { readonly spaceLevel: SpaceLevel | null }> {
  const levelIn = await levelsIn(actor, [row.spaceId]);
  return { ...row, spaceLevel: levelIn(row.spaceId) };
}
