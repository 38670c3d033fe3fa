import { EndedBuild } from '#lib/contracts/ended-build.ts';
import { db } from '#lib/db/client.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { visibleApps } from '#lib/permissions/visible.ts';
import { advance, type EndedPlace, lookFrom } from './ended-place.ts';

const PAGE = 200;

/** The actor's own builds that have ended and were not told before this place, oldest end first. */
export async function endedAfter(actor: Actor, place: EndedPlace): Promise<EndedBuild[]> {
  const rows = await db().build.findMany({
    where: {
      requestedById: actor.userId,
      finishedAt: { gte: lookFrom(place) },
      id: { notIn: place.told.map(({ id }) => id) },
      app: visibleApps(actor),
    },
    include: { app: { select: { name: true } } },
    orderBy: [{ finishedAt: 'asc' }, { id: 'asc' }],
    take: PAGE,
  });
  return rows.map((row) =>
    EndedBuild.parse({
      buildId: row.id,
      appId: row.appId,
      appName: row.app.name,
      status: row.status,
      versionNumber: row.versionNumber,
      message: (row.error as { message: string } | null)?.message ?? null,
      finishedAt: row.finishedAt?.toISOString(),
    }),
  );
}

/** The place after everything that has ended until now. */
export async function newestPlace(actor: Actor): Promise<EndedPlace> {
  const rows = await db().build.findMany({
    where: { requestedById: actor.userId, finishedAt: { not: null } },
    orderBy: [{ finishedAt: 'desc' }, { id: 'desc' }],
    take: PAGE,
    select: { id: true, finishedAt: true },
  });
  return advance(
    { at: 0, told: [] },
    rows.map((row) => ({ id: row.id, at: row.finishedAt?.getTime() ?? 0 })),
  );
}
