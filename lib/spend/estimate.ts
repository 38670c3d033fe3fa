import type { BuildEstimate } from '#lib/contracts/usage.ts';
import { db } from '#lib/db/client.ts';
import { AppError } from '#lib/errors.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { visibleApps } from '#lib/permissions/visible.ts';

/** Fewer say nothing. */
const ENOUGH = 3;
const LATEST = 50;

/**
 * What a build of this app usually costs and takes: the middle half of its own last builds, or of the organisation's
 * when it has too few. Null without enough builds that cost something.
 * @throws AppError `not_found` when the actor may not see the app
 */
export async function buildEstimate(actor: Actor, appId: string): Promise<BuildEstimate> {
  const app = await db().app.findFirst({ where: { id: appId, ...visibleApps(actor) }, select: { id: true, headVersion: true } });
  if (!app) throw new AppError('not_found', 'There is no such app, or you may not see it.');
  const own = await quartiles(app.id, app.headVersion === null);
  if (own) return { estimate: { ...own, basis: 'app' } };
  const everybodys = await quartiles(null, app.headVersion === null);
  return { estimate: everybodys && { ...everybodys, basis: 'organisation' } };
}

interface Row {
  readonly builds: bigint;
  readonly usdLow: number;
  readonly usdHigh: number;
  readonly secondsLow: number;
  readonly secondsHigh: number;
}

type Quartiles = Omit<NonNullable<BuildEstimate['estimate']>, 'basis'>;

/** A first version costs more than a change: they are not mixed. */
async function quartiles(appId: string | null, first: boolean): Promise<Quartiles | null> {
  const [row] = await db().$queryRaw<Row[]>`
    WITH latest AS (
      SELECT ("modelUsd" + "sandboxUsd")::float8 AS usd, extract(epoch FROM "finishedAt" - "startedAt")::float8 AS seconds
      FROM "Build" WHERE "status" = 'succeeded' AND "modelUsd" + "sandboxUsd" > 0 AND "startedAt" IS NOT NULL AND "finishedAt" IS NOT NULL
        AND (${appId}::text IS NULL OR "appId" = ${appId}) AND (coalesce("versionNumber", 2) = 1) = ${first}
      ORDER BY "createdAt" DESC, "id" DESC LIMIT ${LATEST}::int)
    SELECT count(*) AS builds,
      percentile_cont(0.25) WITHIN GROUP (ORDER BY usd) AS "usdLow", percentile_cont(0.75) WITHIN GROUP (ORDER BY usd) AS "usdHigh",
      percentile_cont(0.25) WITHIN GROUP (ORDER BY seconds) AS "secondsLow", percentile_cont(0.75) WITHIN GROUP (ORDER BY seconds) AS "secondsHigh"
    FROM latest`;
  if (!row || row.builds < ENOUGH) return null;
  return {
    usd: { low: row.usdLow, high: row.usdHigh },
    seconds: { low: row.secondsLow, high: row.secondsHigh },
    builds: Number(row.builds),
  };
}
