import { db, Prisma } from '#lib/db/client.ts';
import { AppError } from '#lib/errors.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { manageableAppsSql, visibleAppsSql } from '#lib/permissions/visible.ts';

/** More than this many is "many": nobody counts them. */
const MAX_COUNT = 100;

/**
 * Apps (`app`, with this actor's `seen` beside them) in which something happened since: for those who may change an app
 * a build that ended, for the others a published version. An app that was never opened counts for its owner, for who
 * asked for the build, and for viewers when it was published after they came.
 */
function unreadSql(actor: Actor): Prisma.Sql {
  const { userId } = actor;
  return Prisma.sql`CASE WHEN ${manageableAppsSql(actor)} THEN EXISTS (
      SELECT 1 FROM "Build" build
      WHERE build."appId" = app."id" AND build."finishedAt" > coalesce(seen."seenAt", '-infinity')
        AND (seen."seenAt" IS NOT NULL OR app."ownerId" = ${userId} OR build."requestedById" = ${userId}))
    ELSE app."publishedAt" > coalesce(seen."seenAt", (SELECT "createdAt" FROM "User" WHERE "id" = ${userId})) END`;
}

const appsWithSeen = ({ userId }: Actor): Prisma.Sql =>
  Prisma.sql`"App" app LEFT JOIN "AppSeen" seen ON seen."appId" = app."id" AND seen."userId" = ${userId}`;

/** Which of these apps are unread for this actor. */
export async function unreadAmong(actor: Actor, appIds: readonly string[]): Promise<Set<string>> {
  if (appIds.length === 0) return new Set();
  const rows = await db().$queryRaw<{ id: string }[]>`
    SELECT app."id" FROM ${appsWithSeen(actor)} WHERE app."id" = ANY(${[...appIds]}) AND ${unreadSql(actor)}`;
  return new Set(rows.map((row) => row.id));
}

/** How many apps are unread, up to 100. */
export async function countUnread(actor: Actor): Promise<number> {
  const [row] = await db().$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS "count" FROM (
      SELECT 1 FROM ${appsWithSeen(actor)} WHERE ${visibleAppsSql(actor)} AND ${unreadSql(actor)} LIMIT ${MAX_COUNT}
    ) unread`;
  return row?.count ?? 0;
}

/**
 * The actor has this app on the screen. What has happened until now counts as seen, also what is dated ahead of now:
 * the database's clock may have been set back since.
 */
export async function markSeen(actor: Actor, appId: string): Promise<void> {
  const marked = await seeAll(actor, Prisma.sql`app."id" = ${appId} AND ${visibleAppsSql(actor)}`);
  if (marked === 0) throw new AppError('not_found', 'There is no such app, or you may not see it.');
}

/** Everything unread counts as seen. */
export async function markAllSeen(actor: Actor): Promise<void> {
  await seeAll(actor, Prisma.sql`${visibleAppsSql(actor)} AND ${unreadSql(actor)}`);
}

/** @returns how many apps it was */
function seeAll(actor: Actor, which: Prisma.Sql): Promise<number> {
  return db().$executeRaw`
    INSERT INTO "AppSeen" ("userId", "appId", "seenAt")
    SELECT ${actor.userId}, app."id", greatest(clock_timestamp(), app."publishedAt",
      (SELECT max(build."finishedAt") FROM "Build" build WHERE build."appId" = app."id"))
    FROM ${appsWithSeen(actor)} WHERE ${which}
    ON CONFLICT ("userId", "appId") DO UPDATE SET "seenAt" = greatest("AppSeen"."seenAt", excluded."seenAt")`;
}
