import { Prisma } from '#lib/db/client.ts';
import type { Actor } from './actor.ts';

/**
 * The only legal `where` for reading apps: one's own; published ones in a space for viewers; all for managers.
 * Whatever it leaves out does not exist for this actor (404).
 */
export function visibleApps(actor: Actor): Prisma.AppWhereInput {
  if (actor.scopes.has('manage:DataApp')) return { deletedAt: null };
  const own: Prisma.AppWhereInput = { ownerId: actor.userId };
  const shared: Prisma.AppWhereInput = { spaceId: { not: null }, publishedVersion: { not: null } };
  return { deletedAt: null, OR: actor.scopes.has('view:DataApp') ? [own, shared] : [own] };
}

/** `visibleApps` for a query written in SQL, where the table is called `app`. A test holds the two together. */
export function visibleAppsSql(actor: Actor): Prisma.Sql {
  if (actor.scopes.has('manage:DataApp')) return Prisma.sql`app."deletedAt" IS NULL`;
  const shared = actor.scopes.has('view:DataApp')
    ? Prisma.sql`OR (app."spaceId" IS NOT NULL AND app."publishedVersion" IS NOT NULL)`
    : Prisma.empty;
  return Prisma.sql`app."deletedAt" IS NULL AND (app."ownerId" = ${actor.userId} ${shared})`;
}

/** The only legal `where` for reading projects. */
export function visibleProjects(actor: Actor): Prisma.ProjectWhereInput {
  return actor.scopes.has('view:Project') ? { deletedAt: null } : { id: { in: [] } };
}
