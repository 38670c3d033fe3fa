import { DATABASE_FULL, isDatabaseFull } from '#lib/db/away.ts';
import { onceThereIsRoom } from '#lib/db/room.ts';
import { AppError, toError } from '#lib/errors.ts';
import { log } from '#lib/log.ts';
import { currentPrices } from '#lib/spend/current-prices.ts';
import { type Reservation, reserve } from '#lib/spend/ledger.ts';
import { noteSpent, writeSpent } from '#lib/spend/open-reservations.ts';
import type { Price } from '#lib/spend/price-table.ts';
import { costUsd, worstCaseUsd } from '#lib/spend/prices.ts';
import { Refusal } from './gateway-reply.ts';
import type { ModelProvider, ModelRequest } from './provider.ts';
import type { RunGrant } from './run-token.ts';
import type { UsageMeter } from './usage-meter.ts';

/** A call whose money is set aside. */
export interface PaidCall extends Reservation {
  /** Those of the moment of the call: it is settled by them, too. */
  readonly prices: readonly Price[];
  /** What has been answered so far is spent, even when this process dies now. */
  heard(meter: UsageMeter): void;
}

interface CallToPay {
  readonly provider: ModelProvider;
  readonly request: ModelRequest;
  readonly grant: RunGrant;
  /** Whether it still waits for room on a full disk of the database. */
  readonly waits: () => boolean;
}

/** @throws Refusal when a budget does not cover the most that the call can cost, or the ledger cannot be written */
export async function setAsideFor({ provider, request, grant, waits }: CallToPay): Promise<PaidCall> {
  const { model, max_tokens = 0 } = request.body;
  const free = provider.name === 'demo';
  try {
    const prices = (await currentPrices()).models;
    const wanted = {
      resource: 'model',
      provider: provider.name,
      model,
      buildId: grant.buildId,
      appId: grant.appId,
      userId: grant.userId,
      usd: free ? 0 : worstCaseUsd(model, request.raw.length, max_tokens, new Date(), prices),
    } as const;
    const reservation = await onceThereIsRoom(() => reserve(wanted), waits);
    return { ...reservation, prices, heard: free ? () => undefined : listener(reservation, model, prices) };
  } catch (error) {
    if (error instanceof AppError && error.code === 'budget_exceeded') throw new Refusal(402, 'billing_error', error.message);
    log.error({ err: error, buildId: grant.buildId }, 'money could not be set aside');
    if (isDatabaseFull(error)) throw new Refusal(503, 'api_error', DATABASE_FULL, true);
    throw new Refusal(503, 'api_error', 'The spending ledger cannot be reached, so nothing is spent. Try again.', true);
  }
}

/** Writes down at once that the provider began to answer, and later what it said until then. */
function listener({ id }: Reservation, model: string, prices: readonly Price[]): (meter: UsageMeter) => void {
  let written = false;
  return (meter) => {
    if (!meter.started) return;
    const usd = costUsd(model, meter.read(), new Date(), prices);
    if (written) return noteSpent(id, usd);
    written = true;
    writeSpent(id, usd).catch((error: unknown) => log.warn({ err: toError(error) }, 'the beginning of a call is not in the ledger yet'));
  };
}
