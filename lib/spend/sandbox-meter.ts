import { AppError, toError } from '#lib/errors.ts';
import { log } from '#lib/log.ts';
import { currentPrices, sandboxRates } from './current-prices.ts';
import { type Reservation, release, reserve, settleSurely } from './ledger.ts';
import { noteSpent } from './open-reservations.ts';

const MINUTE_MS = 60_000;
/** The next minute is asked for this long before the one that runs is over. */
const AHEAD_MS = 5_000;

interface Metered {
  readonly provider: string;
  readonly buildId: string;
  readonly appId: string;
  readonly userId: string;
}

/**
 * Pays for the sandbox of a build, minute by minute, each before it begins; the last one by the second.
 * @param onRefused hears why the next minute may not begin: a budget, or a ledger that cannot be reached
 * @param minuteMs shorter in tests
 * @returns the way to stop, at the end of the build
 * @throws AppError `budget_exceeded` when not even the first minute is covered
 */
export async function meterSandbox(
  about: Metered,
  onRefused: (error: AppError) => void,
  minuteMs = MINUTE_MS,
): Promise<() => Promise<void>> {
  const { perMinute } = sandboxRates(await currentPrices(), about.provider);
  const setAside = () => reserve({ resource: 'sandbox', ...about, usd: perMinute });
  const started = performance.now();
  const first = await setAside();
  if (perMinute === 0) return () => settleFree(first, started);
  noteSpent(first.id, perMinute);
  let current = { reservation: first, began: started };
  let next: Promise<Reservation | null> = Promise.resolve(null);
  let stopped = false;
  let timer = setTimeout(tick, minuteMs - aheadOf(minuteMs));

  function tick(): void {
    next = setAside().catch((error: unknown) => {
      if (!stopped) onRefused(reasonOf(error));
      return null;
    });
    timer = setTimeout(() => void roll(), aheadOf(minuteMs));
  }
  async function roll(): Promise<void> {
    const following = await next;
    if (stopped || !following) return;
    next = Promise.resolve(null);
    const past = current.reservation;
    current = { reservation: following, began: performance.now() };
    noteSpent(following.id, perMinute);
    timer = setTimeout(tick, minuteMs - aheadOf(minuteMs));
    await settleSurely(past, { usd: perMinute, seconds: minuteMs / 1000 });
  }
  return async () => {
    stopped = true;
    clearTimeout(timer);
    const unused = await next;
    if (unused) await release(unused).catch((error: unknown) => log.warn({ err: toError(error) }, 'an unused minute is given back later'));
    const share = Math.min((performance.now() - current.began) / minuteMs, 1);
    await settleSurely(current.reservation, { usd: perMinute * share, seconds: (share * minuteMs) / 1000 });
  };
}

const aheadOf = (minuteMs: number): number => (AHEAD_MS / MINUTE_MS) * minuteMs;

/** One line for its whole life: it costs nothing, and says how long it was. */
async function settleFree(reservation: Reservation, started: number): Promise<void> {
  await settleSurely(reservation, { usd: 0, seconds: (performance.now() - started) / 1000 });
}

const reasonOf = (error: unknown): AppError =>
  error instanceof AppError
    ? error
    : new AppError('unavailable', 'The spending ledger cannot be reached, so the sandbox was stopped. Try again in a moment.', {
        cause: error,
      });
