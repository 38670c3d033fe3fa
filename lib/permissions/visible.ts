import { levelsFrom, type SpaceLevel } from '#lib/contracts/space-level.ts';
import { Prisma } from '#lib/db/client.ts';
import type { Actor } from './actor.ts';
import type { Scope } from './scopes.ts';

const NOTHING = { id: { in: [] } };

/**
 * The only legal `where` for reading apps: what one may change, one's own, and published ones in spaces that one may
 * view. Whatever it leaves out does not exist for this actor (404).
 */
export function visibleApps(actor: Actor): Prisma.AppWhereInput {
  const { scopes, userId } = actor;
  if (scopes.has('manage:DataApp')) return { deletedAt: null };
  const ways: Prisma.AppWhereInput[] = [];
  if (seesOwn(scopes)) ways.push({ ownerId: userId });
  if (scopes.has('view:DataApp')) ways.push({ publishedVersion: { not: null }, spaceId: { not: null } });
  else if (scopes.has('view:DataApp@space')) ways.push({ publishedVersion: { not: null }, space: enterable(actor, 'view') });
  if (scopes.has('manage:DataApp@space')) ways.push({ space: enterable(actor, 'edit') });
  return { deletedAt: null, ...(ways.length > 0 ? { OR: ways } : NOTHING) };
}

/** `visibleApps` for a query written in SQL, where the table is called `app`. A test holds the two together. */
export function visibleAppsSql(actor: Actor): Prisma.Sql {
  const { scopes, userId } = actor;
  if (scopes.has('manage:DataApp')) return Prisma.sql`app."deletedAt" IS NULL`;
  const ways: Prisma.Sql[] = [Prisma.sql`FALSE`];
  if (seesOwn(scopes)) ways.push(Prisma.sql`app."ownerId" = ${userId}`);
  if (scopes.has('view:DataApp')) ways.push(Prisma.sql`(app."publishedVersion" IS NOT NULL AND app."spaceId" IS NOT NULL)`);
  else if (scopes.has('view:DataApp@space'))
    ways.push(Prisma.sql`(app."publishedVersion" IS NOT NULL AND app."spaceId" IN (${enterableSql(actor, 'view')}))`);
  if (scopes.has('manage:DataApp@space')) ways.push(Prisma.sql`app."spaceId" IN (${enterableSql(actor, 'edit')})`);
  return Prisma.sql`app."deletedAt" IS NULL AND (${Prisma.join(ways, ' OR ')})`;
}

/** Which apps the actor may change (`canManageApp`), for a query written in SQL where the table is called `app`. */
export function manageableAppsSql(actor: Actor): Prisma.Sql {
  const { scopes, userId } = actor;
  if (scopes.has('manage:DataApp')) return Prisma.sql`TRUE`;
  const ways: Prisma.Sql[] = [Prisma.sql`FALSE`];
  if (scopes.has('manage:DataApp@self')) ways.push(Prisma.sql`app."ownerId" = ${userId}`);
  if (scopes.has('manage:DataApp@space')) ways.push(Prisma.sql`coalesce(app."spaceId" IN (${enterableSql(actor, 'edit')}), FALSE)`);
  return Prisma.sql`(${Prisma.join(ways, ' OR ')})`;
}

const seesOwn = (scopes: ReadonlySet<Scope>) => scopes.has('view:DataApp@self') || scopes.has('manage:DataApp@self');

/** Spaces in which the access lists give this actor at least this level. A top space that inherits is open for viewing. */
function enterable({ userId, groupIds }: Actor, level: SpaceLevel): Prisma.SpaceWhereInput {
  const listed: Prisma.SpaceWhereInput = {
    access: { some: { level: { in: levelsFrom(level) }, OR: [{ userId }, { groupId: { in: [...groupIds] } }] } },
  };
  const open: Prisma.SpaceWhereInput = { parentId: null, inherits: true };
  return { sources: { some: { source: level === 'view' ? { OR: [listed, open] } : listed } } };
}

/** The ids of the same spaces, as a query. */
function enterableSql({ userId, groupIds }: Actor, level: SpaceLevel): Prisma.Sql {
  const open = Prisma.sql`UNION ALL SELECT way."spaceId" FROM "SpaceSource" way JOIN "Space" top ON top."id" = way."sourceId"
    WHERE top."parentId" IS NULL AND top."inherits"`;
  return Prisma.sql`SELECT way."spaceId" FROM "SpaceSource" way JOIN "SpaceAccess" listed ON listed."spaceId" = way."sourceId"
    WHERE listed."level" = ANY(${levelsFrom(level)}) AND (listed."userId" = ${userId} OR listed."groupId" = ANY(${[...groupIds]}))
    ${level === 'view' ? open : Prisma.empty}`;
}

const EVERYWHERE: readonly Scope[] = ['manage:Organization', 'manage:Space', 'manage:DataApp', 'create:DataApp', 'view:DataApp'];
const WHERE_LISTED: readonly Scope[] = ['manage:Space@space', 'manage:DataApp@space', 'create:DataApp@space', 'view:DataApp@space'];

/** The only legal `where` for reading spaces. */
export function visibleSpaces(actor: Actor): Prisma.SpaceWhereInput {
  if (EVERYWHERE.some((scope) => actor.scopes.has(scope))) return { deletedAt: null };
  if (WHERE_LISTED.some((scope) => actor.scopes.has(scope))) return { deletedAt: null, ...enterable(actor, 'view') };
  return NOTHING;
}

/** The only legal `where` for reading projects. */
export function visibleProjects(actor: Actor): Prisma.ProjectWhereInput {
  return actor.scopes.has('view:Project') ? { deletedAt: null } : NOTHING;
}
