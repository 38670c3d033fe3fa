import type { Prisma } from '#lib/db/client.ts';
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

/** The only legal `where` for reading projects. */
export function visibleProjects(actor: Actor): Prisma.ProjectWhereInput {
  return actor.scopes.has('view:Project') ? { deletedAt: null } : { id: { in: [] } };
}
