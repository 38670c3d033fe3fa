import { z } from 'zod';
import { PriceInput } from '#lib/contracts/prices.ts';
import { db } from '#lib/db/client.ts';
import {
  type Price,
  SANDBOX_PRICES,
  type SandboxPrice,
  UNKNOWN_SANDBOX_RATES,
  UNKNOWN_WAREHOUSE_RATES,
  WAREHOUSE_PRICES,
  type WarehousePrice,
} from './price-table.ts';
import { pricesInForce, pricesOfFile, withoutModelsOf } from './prices.ts';

/** How long a process goes on with prices that another one changed. */
const KEEP_MS = 5_000;

export interface PriceList {
  readonly models: readonly Price[];
  readonly sandboxes: readonly SandboxPrice[];
  readonly warehouses: readonly WarehousePrice[];
}

let kept: { readonly at: number; readonly list: Promise<PriceList> } | undefined;

/**
 * The price table in force: the file of the environment, then what administrators wrote, then the built-in lines.
 * @throws when it cannot be read: then nothing may be spent
 */
export function currentPrices(): Promise<PriceList> {
  const now = performance.now();
  if (!kept || now - kept.at > KEEP_MS) {
    const list = read();
    kept = { at: now, list };
    list.catch(() => {
      kept = undefined; // the next call tries again
    });
  }
  return kept.list;
}

/** After a change in this process. */
export function forgetPrices(): void {
  kept = undefined;
}

async function read(): Promise<PriceList> {
  const rows = await db().price.findMany();
  const stored = z
    .array(PriceInput)
    .parse(rows.map(({ kind, name, from, rates }) => ({ kind, name, from: from.toISOString().slice(0, 10), rates })));
  const models = stored.flatMap((line) =>
    line.kind === 'model' ? [{ model: line.name, from: line.from, rates: line.rates, stored: true }] : [],
  );
  const sandboxes = stored.flatMap((line) => (line.kind === 'sandbox' ? [{ ...line, stored: true }] : []));
  const warehouses = stored.flatMap((line) => (line.kind === 'warehouse' ? [{ ...line, stored: true }] : []));
  return {
    models: [...withoutModelsOf(pricesOfFile(), models), ...pricesInForce()],
    sandboxes: [...sandboxes, ...SANDBOX_PRICES],
    warehouses: [...warehouses, ...WAREHOUSE_PRICES],
  };
}

/** USD for each minute of a sandbox that begins. @param provider such as `local` */
export const sandboxRates = ({ sandboxes }: PriceList, provider: string, at: Date = new Date()) =>
  inForce(sandboxes, provider, at)?.rates ?? UNKNOWN_SANDBOX_RATES;

/** USD for a query, and for each second of it. @param kind of warehouse, such as `postgres` */
export const warehouseRates = ({ warehouses }: PriceList, kind: string, at: Date = new Date()) =>
  inForce(warehouses, kind, at)?.rates ?? UNKNOWN_WAREHOUSE_RATES;

function inForce<P extends SandboxPrice | WarehousePrice>(prices: readonly P[], name: string, at: Date): P | undefined {
  const day = at.toISOString().slice(0, 10);
  const fitting = prices.filter((price) => price.name === name && price.from <= day);
  const own = fitting.filter((price) => price.stored);
  return (own.length > 0 ? own : fitting).toSorted((a, b) => (a.from < b.from ? 1 : -1))[0];
}
