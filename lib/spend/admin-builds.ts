import { z } from 'zod';
import type { AdminBuild, AdminBuildsQuery } from '#lib/contracts/usage.ts';
import { db, Prisma } from '#lib/db/client.ts';
import { cutOffsetPage, offsetOf, orderOf } from '#lib/http/offset-paging.ts';

const PROMPT_CHARS = 200;
const Timings = z.record(z.string(), z.number());
const Failure = z.object({ code: z.string(), message: z.string() });

const BY = {
  createdAt: Prisma.sql`b."createdAt"`,
  usd: Prisma.sql`(b."modelUsd" + b."sandboxUsd")`,
  seconds: Prisma.sql`(b."finishedAt" - b."createdAt")`,
} as const;

interface Row {
  readonly id: string;
  readonly appId: string;
  readonly appName: string;
  readonly userId: string;
  readonly userName: string | null;
  readonly status: string;
  readonly model: string;
  readonly prompt: string;
  readonly error: unknown;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
  readonly modelUsd: Prisma.Decimal;
  readonly sandboxUsd: Prisma.Decimal;
  readonly timings: unknown;
}

/** Every build with its cost, its times and who wanted it. */
export async function listAdminBuilds(query: AdminBuildsQuery): Promise<{ items: readonly AdminBuild[]; nextCursor: string | null }> {
  const { column, direction } = orderOf<'createdAt' | 'usd' | 'seconds'>(query.sort);
  const offset = offsetOf(query.cursor);
  const down = direction === 'desc' ? Prisma.sql`DESC NULLS LAST` : Prisma.sql`ASC NULLS LAST`;
  const order =
    column === 'createdAt' && direction === 'desc'
      ? Prisma.sql`b."createdAt" DESC, b."id" DESC`
      : Prisma.sql`${BY[column]} ${down}, b."id" DESC`;
  const rows = await db().$queryRaw<Row[]>`
    SELECT b."id", b."appId", a."name" AS "appName", b."requestedById" AS "userId", coalesce(u."name", u."email") AS "userName", b."status", b."model",
      left(b."prompt", ${PROMPT_CHARS}::int) AS "prompt", b."error", b."createdAt", b."finishedAt", b."modelUsd", b."sandboxUsd", b."timings"
    FROM "Build" b JOIN "App" a ON a."id" = b."appId" LEFT JOIN "User" u ON u."id" = b."requestedById"
    WHERE ${matching(query)} ORDER BY ${order} LIMIT ${query.limit + 1}::int OFFSET ${offset}::int`;
  const { shown, nextCursor } = cutOffsetPage(rows, query.limit, offset);
  return { items: shown.map(toLine), nextCursor };
}

function matching({ q, status, from, to }: AdminBuildsQuery): Prisma.Sql {
  const words = q ? `%${q.replace(/[\\%_]/g, '\\$&')}%` : null;
  return Prisma.join(
    [
      Prisma.sql`TRUE`,
      ...(status ? [Prisma.sql`b."status" = ${status}`] : []),
      ...(from ? [Prisma.sql`b."createdAt" >= ${from}`] : []),
      ...(to ? [Prisma.sql`b."createdAt" < ${to}`] : []),
      ...(words ? [Prisma.sql`(a."name" ILIKE ${words} OR u."name" ILIKE ${words} OR u."email" ILIKE ${words} OR b."id" = ${q})`] : []),
    ],
    ' AND ',
  );
}

const toLine = (row: Row): AdminBuild => ({
  id: row.id,
  app: { id: row.appId, name: row.appName },
  requestedBy: { id: row.userId, name: row.userName ?? 'Somebody who was deleted' },
  status: row.status,
  model: row.model,
  prompt: row.prompt,
  error: Failure.nullable().parse(row.error),
  createdAt: row.createdAt.toISOString(),
  finishedAt: row.finishedAt?.toISOString() ?? null,
  seconds: row.finishedAt === null ? null : Math.round((row.finishedAt.getTime() - row.createdAt.getTime()) / 1000),
  modelUsd: row.modelUsd.toNumber(),
  sandboxUsd: row.sandboxUsd.toNumber(),
  usd: row.modelUsd.plus(row.sandboxUsd).toNumber(),
  timings: Timings.parse(row.timings),
});
