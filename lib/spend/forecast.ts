import type { UsageSummary } from '#lib/contracts/usage.ts';
import { db, type Prisma } from '#lib/db/client.ts';

/** A whole week, so that weekends count as they come, and no day that is not over. */
const LOOK_BACK_DAYS = 14;

/**
 * What the month that runs will have cost: what is spent in it, and for the rest of it the mean of the last fourteen
 * whole days (fewer when there was nothing spent before).
 */
export async function forecast(): Promise<UsageSummary['forecast']> {
  const [row] = await db().$queryRaw<{ spent: Prisma.Decimal; lately: Prisma.Decimal; days: number; left: number }[]>`
    WITH today AS (SELECT spend_day(clock_timestamp()) AS day),
      month AS (SELECT today.day, p.first, p.after FROM today, LATERAL spend_period('month', today.day) p),
      spend AS (SELECT n."day", n."usd" FROM "SpendCounter" n, month
        WHERE n."scope" = 'org' AND n."resource" = 'total' AND n."day" >= least(month.first, month.day - ${LOOK_BACK_DAYS}::int) AND n."day" <= month.day)
    SELECT coalesce((SELECT sum("usd") FROM spend WHERE spend."day" >= month.first), 0) AS spent,
      coalesce((SELECT sum("usd") FROM spend WHERE spend."day" < month.day AND spend."day" >= month.day - ${LOOK_BACK_DAYS}::int), 0) AS lately,
      coalesce(month.day - (SELECT min(spend."day") FROM spend WHERE spend."day" < month.day AND spend."day" >= month.day - ${LOOK_BACK_DAYS}::int), 0) AS days,
      month.after - month.day - 1 AS left
    FROM month`;
  if (!row || (row.spent.isZero() && row.lately.isZero())) return null;
  // On the very first day there is no whole one: today is all that is known.
  const perDay = row.days > 0 ? row.lately.div(row.days) : row.spent;
  return {
    spentUsd: row.spent.toNumber(),
    perDayUsd: perDay.toDecimalPlaces(6).toNumber(),
    monthEndUsd: row.spent.plus(perDay.times(row.left)).toDecimalPlaces(6).toNumber(),
    fromDays: Math.max(row.days, 1),
  };
}
