import { currentPrices, warehouseRates } from './current-prices.ts';
import { reserve, settleSurely } from './ledger.ts';

interface PaidQuery {
  /** Kind of warehouse, such as `postgres`. */
  readonly kind: string;
  readonly userId: string;
  readonly appId?: string | undefined;
  readonly buildId?: string | undefined;
  /** The longest that the query may take. */
  readonly timeoutMs: number;
}

/**
 * Runs a query of a warehouse with its money set aside: for the longest that it may take, settled by what it took. One
 * that failed costs, too: the warehouse worked.
 * @throws AppError `budget_exceeded` before it runs
 */
export async function paidQuery<T>({ kind, timeoutMs, userId, appId, buildId }: PaidQuery, work: () => Promise<T>): Promise<T> {
  const { perQuery, perSecond } = warehouseRates(await currentPrices(), kind);
  if (perQuery === 0 && perSecond === 0) return work();
  const about = { ...(appId === undefined ? {} : { appId }), ...(buildId === undefined ? {} : { buildId }) };
  const most = perQuery + (perSecond * timeoutMs) / 1000;
  const reservation = await reserve({ resource: 'warehouse', provider: kind, userId, ...about, usd: most });
  const started = performance.now();
  try {
    return await work();
  } finally {
    const seconds = (performance.now() - started) / 1000;
    await settleSurely(reservation, { usd: Math.min(perQuery + perSecond * seconds, most), seconds });
  }
}
