import { z } from 'zod';
import { db, Prisma } from '#lib/db/client.ts';
import { env } from '#lib/env.ts';
import { toError } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import { log } from '#lib/log.ts';
import { budgetExceeded, TightBudget } from './limit-message.ts';
import { ReachedMark, tellReached, tellStopped } from './notices.ts';
import { keepAlive, noLongerOpen, noteSpent, RESERVATION_TTL_S } from './open-reservations.ts';
import type { Price } from './price-table.ts';
import { type TokenUsage, worstCaseUsd } from './prices.ts';

const RETRY_MS = 5_000;
const RETRIES = 120;

export interface ReservationRequest {
  readonly resource: 'model' | 'sandbox' | 'warehouse';
  readonly provider: string;
  readonly model?: string;
  readonly buildId?: string;
  readonly appId?: string;
  readonly userId?: string;
  /** The most that it can cost. */
  readonly usd: number;
}

export interface Reservation {
  readonly id: string;
  readonly buildId: string | undefined;
}

export interface Settlement {
  readonly usage?: TokenUsage;
  /** What a sandbox or a warehouse worked. */
  readonly seconds?: number;
  readonly usd: number;
  /** HTTP status of the provider's answer, or null when there was none. */
  readonly status?: number | null;
}

/**
 * Sets money aside before something is paid for, in one statement against every budget that applies: of the
 * organisation, the app's space and those above it, the app, the person and the person's groups, as they are now.
 * While this process lives it holds; when it dies, it is given back within a minute.
 * @param at for the calendar; by default the database's clock
 * @throws AppError `budget_exceeded` naming the limit that does not cover it; any database error also means: do not call
 */
export async function reserve(request: ReservationRequest, at: Date | null = null): Promise<Reservation> {
  const { usd, ...rest } = request;
  const id = newId('led');
  const [row] = await db().$queryRaw<{ tight: unknown }[]>`
    SELECT spend_reserve(${JSON.stringify({ id, ...rest })}::jsonb, ${exact(usd)}::numeric, coalesce(${at}::timestamptz, clock_timestamp()),
      ${fixedLimit()}::numeric, ${RESERVATION_TTL_S}::int * interval '1 second') AS tight`;
  if (!row) throw new Error('the ledger gave no answer');
  if (row.tight !== null) {
    const tight = TightBudget.parse(row.tight);
    if (tight.told) await tellStopped(tight);
    throw await budgetExceeded(tight);
  }
  keepAlive(id);
  return { id, buildId: request.buildId };
}

/** Replaces a reservation by what it really cost and adds it to the build's row. Harmless when repeated. */
export async function settle(reservation: Reservation, { usage, usd, seconds = 0, status = null }: Settlement): Promise<void> {
  const tokens = [usage?.inputTokens ?? 0, usage?.outputTokens ?? 0, usage?.cacheReadTokens ?? 0, usage?.cacheWriteTokens ?? 0];
  const [row] = await db().$queryRaw<{ reached: unknown }[]>`
    SELECT spend_settle(${reservation.id}, ${exact(usd)}::numeric, ${tokens}::int[], ${seconds.toFixed(3)}::numeric, ${status}::int,
      ${fixedLimit()}::numeric) AS reached`;
  noLongerOpen(reservation.id);
  await tellReached(z.array(ReachedMark).parse(row?.reached));
}

/**
 * The same, tried again for a while when the database is away: what was spent is known to nobody else.
 * @returns false when it was not written at once
 */
export async function settleSurely(reservation: Reservation, settlement: Settlement): Promise<boolean> {
  noteSpent(reservation.id, settlement.usd);
  try {
    await settle(reservation, settlement);
    return true;
  } catch (error) {
    log.error({ err: toError(error), ...reservation, usd: settlement.usd }, 'money that was spent could not be written down yet');
    settleLater(reservation, settlement, RETRIES);
    return false;
  }
}

function settleLater(reservation: Reservation, settlement: Settlement, tries: number): void {
  if (tries === 0) {
    noLongerOpen(reservation.id); // it expires, with what is known to be spent
    return;
  }
  setTimeout(() => {
    settle(reservation, settlement).catch(() => settleLater(reservation, settlement, tries - 1));
  }, RETRY_MS).unref();
}

/** Gives everything back: it was not used. */
export const release = (reservation: Reservation): Promise<void> => settle(reservation, { usd: 0 });

/** Gives back what dead processes had set aside. @returns how many reservations */
export async function giveBackExpired(): Promise<number> {
  const [row] = await db().$queryRaw<{ given: number }[]>`SELECT spend_expire() AS given`;
  return row?.given ?? 0;
}

/**
 * Refuses when the budgets do not cover even the smallest call of this model: asked before a build starts.
 * @throws AppError `budget_exceeded`
 */
export async function requireSomeBudget(
  { model, appId, userId }: { readonly model: string; readonly appId: string; readonly userId: string },
  prices?: readonly Price[],
  at: Date | null = null,
): Promise<void> {
  const needed = worstCaseUsd(model, 1, 1, at ?? new Date(), prices);
  if (needed === 0) return;
  const [row] = await db().$queryRaw<{ tight: unknown }[]>`
    SELECT to_jsonb(b) || jsonb_build_object('zone', spend_time_zone(), 'needed', ${exact(needed)}::numeric, 'told', false) AS tight
    FROM spend_budgets((spend_scopes(${appId}, ${userId}, ${model})).scopes, 'model', coalesce(${at}::timestamptz, clock_timestamp()),
      ${fixedLimit()}::numeric) b
    WHERE b.action = 'block' AND b.spent + b.reserved + ${exact(needed)}::numeric > b.limit_usd ORDER BY b.after DESC, b.id LIMIT 1`;
  if (row) throw await budgetExceeded(TightBudget.parse(row.tight));
}

/** The limit that the environment sets for a day of the organisation: one more budget in force. */
export const fixedLimit = (): string | null => {
  const usd = env().GLASSWORKS_DAILY_LIMIT_USD;
  return usd === undefined ? null : exact(usd);
};

/** Six decimals, rounded up, as text: no float reaches a sum. */
const exact = (usd: number): string => new Prisma.Decimal(usd).toDecimalPlaces(6, Prisma.Decimal.ROUND_UP).toFixed();
