import { db, Prisma, type Tx } from '#lib/db/client.ts';
import { AppError } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import { dailyLimit, limitMessage, startOfDay } from './daily-limit.ts';
import { type TokenUsage, worstCaseUsd } from './prices.ts';

/** Names the lock under which money is set aside, so that parallel calls cannot both take the last dollar. */
const LOCK = 7_221_001;
const TX = { maxWait: 5_000, timeout: 5_000 };

export interface ReservationRequest {
  readonly resource: 'model' | 'sandbox' | 'warehouse';
  readonly provider: string;
  readonly model?: string;
  readonly buildId?: string;
  readonly appId?: string;
  readonly userId?: string;
  /** The most that the call can cost. */
  readonly usd: number;
}

export interface Reservation {
  readonly id: string;
  readonly buildId: string | undefined;
}

export interface Settlement {
  readonly usage: TokenUsage;
  readonly usd: number;
  /** HTTP status of the provider's answer, or null when there was none. */
  readonly status: number | null;
}

/**
 * Sets money aside before a call, in one short transaction against the organisation's daily limit.
 * @throws AppError `budget_exceeded` when the limit does not cover it; any database error also means: do not call
 */
export async function reserve(request: ReservationRequest, at: Date = new Date()): Promise<Reservation> {
  const id = newId('led');
  await db().$transaction(async (tx) => {
    const limit = await dailyLimit(tx);
    if (limit) {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(${LOCK})`;
      const spent = await spentToday(at, tx);
      if (request.usd > 0 && spent + request.usd > limit.usd) {
        throw new AppError('budget_exceeded', limitMessage(limit, spent, request.usd, at), {
          details: { limitUsd: limit.usd, spentUsd: spent },
        });
      }
    }
    const { usd, ...rest } = request;
    await tx.ledgerEntry.create({ data: { id, at, state: 'reserved', usd: new Prisma.Decimal(usd), ...rest } });
  }, TX);
  return { id, buildId: request.buildId };
}

/**
 * Replaces a reservation by what the call really cost and adds it to the build's row. Harmless when repeated.
 * A reservation that is never settled (the process died) keeps counting for its day: money may have been spent.
 */
export async function settle(reservation: Reservation, settlement: Settlement): Promise<void> {
  const { usage, usd, status } = settlement;
  const tokens = {
    inputTokens: usage.inputTokens,
    outputTokens: usage.outputTokens,
    cacheReadTokens: usage.cacheReadTokens,
    cacheWriteTokens: usage.cacheWriteTokens,
  };
  const amount = new Prisma.Decimal(usd).toDecimalPlaces(6, Prisma.Decimal.ROUND_UP);
  const nothing = usd === 0 && Object.values(tokens).every((count) => count === 0);
  await db().$transaction(async (tx) => {
    const { count } = await tx.ledgerEntry.updateMany({
      where: { id: reservation.id, state: 'reserved' },
      data: { ...tokens, usd: amount, status, state: nothing ? 'released' : 'settled', settledAt: new Date() },
    });
    if (count === 0 || nothing || !reservation.buildId) return;
    await tx.build.updateMany({ where: { id: reservation.buildId }, data: increments(tokens, amount) });
  }, TX);
}

function increments(tokens: Omit<TokenUsage, 'cacheWrite1hTokens'>, usd: Prisma.Decimal) {
  return {
    inputTokens: { increment: tokens.inputTokens },
    outputTokens: { increment: tokens.outputTokens },
    cacheReadTokens: { increment: tokens.cacheReadTokens },
    cacheWriteTokens: { increment: tokens.cacheWriteTokens },
    modelUsd: { increment: usd },
  };
}

/**
 * Refuses when the daily limit does not cover even the smallest call of this model: asked before a build that starts
 * without anybody watching.
 * @throws AppError `budget_exceeded`
 */
export async function requireSomeBudget(model: string, at: Date = new Date()): Promise<void> {
  const limit = await dailyLimit();
  const needed = worstCaseUsd(model, 1, 1, at);
  if (!limit || needed === 0) return;
  const spent = await spentToday(at);
  if (spent + needed > limit.usd) throw new AppError('budget_exceeded', limitMessage(limit, spent, needed, at));
}

/** USD spent and set aside on the UTC day of `at`, over everything. */
export async function spentToday(at: Date = new Date(), client: Pick<Tx, 'ledgerEntry'> = db()): Promise<number> {
  const sum = await client.ledgerEntry.aggregate({
    _sum: { usd: true },
    where: { at: { gte: startOfDay(at), lt: new Date(startOfDay(at).getTime() + 86_400_000) }, state: { not: 'released' } },
  });
  return sum._sum.usd?.toNumber() ?? 0;
}
