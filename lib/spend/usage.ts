import type { Usage, UsageLine, UsageQuery, UsageSummary } from '#lib/contracts/usage.ts';
import { db, Prisma } from '#lib/db/client.ts';
import { AppError } from '#lib/errors.ts';
import { timeZone } from './calendar.ts';
import { forecast } from './forecast.ts';
import { scopeNames } from './scope.ts';

const MAX_DAYS = 800;
const DAY_MS = 86_400_000;

interface Span {
  readonly from: string;
  readonly to: string;
  readonly timeZone: string;
}

/** What was spent in these days, summed by the database. Days are the organisation's. */
export async function readUsage({ groupBy, ...days }: UsageQuery): Promise<Usage> {
  const span = await spanOf(days);
  const [items, sums] = await Promise.all([lines(span, groupBy), totals(span)]);
  return { ...span, groupBy, ...sums, items };
}

/** Total, failed and uncertain spend of these days, and where the month is heading. */
export async function readSummary(days: { from?: string | undefined; to?: string | undefined }): Promise<UsageSummary> {
  const span = await spanOf(days);
  const [sums, builds, lost, ahead] = await Promise.all([totals(span), buildsOf(span), uncertain(span), forecast()]);
  return { ...span, totalUsd: sums.totalUsd, ...builds, ...lost, forecast: ahead };
}

async function spanOf({ from, to }: { from?: string | undefined; to?: string | undefined }): Promise<Span> {
  const zone = await timeZone();
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(new Date());
  const span = { from: from ?? `${(to ?? today).slice(0, 8)}01`, to: to ?? today, timeZone: zone };
  const length = (Date.parse(span.to) - Date.parse(span.from)) / DAY_MS + 1;
  if (length < 1) throw new AppError('invalid_request', 'The first day lies after the last one.');
  if (length > MAX_DAYS) throw new AppError('invalid_request', `Ask for at most ${MAX_DAYS} days at once.`);
  return span;
}

interface Row {
  readonly key: string;
  readonly model: Prisma.Decimal;
  readonly sandbox: Prisma.Decimal;
  readonly warehouse: Prisma.Decimal;
  readonly total: Prisma.Decimal;
  readonly calls: bigint;
}

async function lines(span: Span, groupBy: UsageQuery['groupBy']): Promise<UsageLine[]> {
  const prefix = groupBy === 'day' || groupBy === 'resource' ? 'org' : `${groupBy}:`;
  const key = groupBy === 'day' ? Prisma.sql`"day"::text` : groupBy === 'resource' ? Prisma.sql`"resource"` : Prisma.sql`"scope"`;
  const rows = await db().$queryRaw<Row[]>`
    SELECT ${key} AS key, ${sumOf('model')} AS model, ${sumOf('sandbox')} AS sandbox, ${sumOf('warehouse')} AS warehouse,
      sum("usd") AS total, sum("calls") AS calls
    FROM "SpendCounter"
    WHERE "day" BETWEEN ${span.from}::date AND ${span.to}::date AND "resource" <> 'total' AND starts_with("scope", ${prefix})
    GROUP BY 1 HAVING sum("usd") > 0 OR sum("calls") > 0 ORDER BY ${groupBy === 'day' ? Prisma.sql`1` : Prisma.sql`total DESC, 1`} LIMIT 5000`;
  const named = groupBy !== 'day' && groupBy !== 'resource';
  const nameOf = named ? await scopeNames(rows.map((row) => row.key)) : (one: string) => one;
  return rows.map((row) => ({
    key: named ? row.key.slice(prefix.length) : row.key,
    name: nameOf(row.key),
    modelUsd: row.model.toNumber(),
    sandboxUsd: row.sandbox.toNumber(),
    warehouseUsd: row.warehouse.toNumber(),
    totalUsd: row.total.toNumber(),
    calls: Number(row.calls),
  }));
}

const sumOf = (resource: string) => Prisma.sql`coalesce(sum("usd") FILTER (WHERE "resource" = ${resource}), 0)`;

async function totals(span: Span): Promise<{ totalUsd: number; reservedUsd: number }> {
  const [row] = await db().$queryRaw<{ spent: Prisma.Decimal; reserved: Prisma.Decimal }[]>`
    SELECT coalesce(sum("usd"), 0) AS spent, coalesce(sum("reservedUsd"), 0) AS reserved FROM "SpendCounter"
    WHERE "scope" = 'org' AND "resource" = 'total' AND "day" BETWEEN ${span.from}::date AND ${span.to}::date`;
  return { totalUsd: row?.spent.toNumber() ?? 0, reservedUsd: row?.reserved.toNumber() ?? 0 };
}

async function buildsOf(span: Span): Promise<Pick<UsageSummary, 'builds' | 'failedUsd' | 'failedBuilds'>> {
  const [row] = await db().$queryRaw<{ all: bigint; failed: bigint; usd: Prisma.Decimal }[]>`
    SELECT count(*) AS all, count(*) FILTER (WHERE "status" <> 'succeeded') AS failed,
      coalesce(sum("modelUsd" + "sandboxUsd") FILTER (WHERE "status" <> 'succeeded'), 0) AS usd
    FROM "Build" WHERE "finishedAt" >= (${span.from}::date::timestamp AT TIME ZONE ${span.timeZone})
      AND "finishedAt" < ((${span.to}::date + 1)::timestamp AT TIME ZONE ${span.timeZone})`;
  return { builds: Number(row?.all ?? 0), failedBuilds: Number(row?.failed ?? 0), failedUsd: row?.usd.toNumber() ?? 0 };
}

async function uncertain(span: Span): Promise<Pick<UsageSummary, 'uncertainUsd' | 'uncertainCalls'>> {
  const [row] = await db().$queryRaw<{ usd: Prisma.Decimal; calls: bigint }[]>`
    SELECT coalesce(sum("reservedUsd" - "usd"), 0) AS usd, count(*) AS calls FROM "LedgerEntry"
    WHERE "state" = 'expired' AND "day" BETWEEN ${span.from}::date AND ${span.to}::date`;
  return { uncertainUsd: row?.usd.toNumber() ?? 0, uncertainCalls: Number(row?.calls ?? 0) };
}
