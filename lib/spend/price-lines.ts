import { audit } from '#lib/audit/audit.ts';
import type { PriceInput, PriceLine } from '#lib/contracts/prices.ts';
import { db } from '#lib/db/client.ts';
import { AppError } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { currentPrices, forgetPrices } from './current-prices.ts';
import { PRICES, SANDBOX_PRICES, WAREHOUSE_PRICES } from './price-table.ts';
import { pricesOfFile, withoutModelsOf } from './prices.ts';

type Line = Omit<PriceLine, 'inForce'>;

/** The whole table: what administrators wrote, the environment's file, the built-in lines; newest first under each name. */
export async function listPrices(): Promise<{ items: PriceLine[] }> {
  const rows = await db().price.findMany();
  const stored = rows.map(
    ({ id, kind, name, from, rates }): Line => ({
      id,
      kind: kind as Line['kind'],
      name,
      from: from.toISOString().slice(0, 10),
      origin: 'stored',
      rates: rates as Record<string, number>,
    }),
  );
  const file = pricesOfFile();
  const models = (prices: typeof file, origin: Line['origin']) =>
    prices.map(({ model: name, from, rates }): Line => ({ id: null, kind: 'model', name, from, origin, rates: { ...rates } }));
  const flat = (kind: Line['kind'], prices: typeof SANDBOX_PRICES | typeof WAREHOUSE_PRICES) =>
    prices.map(({ name, from, rates }): Line => ({ id: null, kind, name, from, origin: 'built-in', rates: { ...rates } }));
  const lines = [
    ...models(file, 'environment'),
    ...stored,
    ...models(withoutModelsOf(file, PRICES), 'built-in'),
    ...flat('sandbox', SANDBOX_PRICES),
    ...flat('warehouse', WAREHOUSE_PRICES),
  ];
  const today = new Date().toISOString().slice(0, 10);
  const sorted = lines.toSorted((a, b) => order(a, b));
  return { items: sorted.map((line) => ({ ...line, inForce: holds(line, lines, today) })) };
}

const KINDS = ['model', 'sandbox', 'warehouse'] as const;
const order = (a: Line, b: Line): number =>
  KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || a.name.localeCompare(b.name) || (a.from < b.from ? 1 : a.from > b.from ? -1 : 0);

const RANK = { environment: 2, stored: 1, 'built-in': 0 } as const;

/** The line that counts today among those of its name. */
function holds(line: Line, lines: readonly Line[], today: string): boolean {
  const [best] = lines
    .filter(({ kind, name, from }) => kind === line.kind && name === line.name && from <= today)
    .toSorted((a, b) => RANK[b.origin] - RANK[a.origin] || (a.from < b.from ? 1 : -1));
  return best === line;
}

/** Writes a line, or another one for the same name and day. Calls that are made from now on cost by it. */
export async function putPrice(actor: Actor, { kind, name, from, rates }: PriceInput): Promise<void> {
  const key = { kind, name, from: new Date(`${from}T00:00:00Z`) };
  await db().$transaction(async (tx) => {
    await tx.price.upsert({ where: { kind_name_from: key }, create: { id: newId('pri'), ...key, rates }, update: { rates } });
    await audit(actor, { action: 'prices.changed', subject: { kind: 'setting', name: `${kind} ${name}` }, details: { from, rates } }, tx);
  });
  forgetPrices();
  await currentPrices(); // a table that cannot be read is told to who wrote it
}

export async function deletePrice(actor: Actor, id: string): Promise<void> {
  await db().$transaction(async (tx) => {
    const row = await tx.price.findUnique({ where: { id } });
    if (!row)
      throw new AppError('not_found', 'There is no such price. Built-in lines cannot be deleted, only replaced by one of your own.');
    await tx.price.delete({ where: { id } });
    const details = { deleted: true, from: row.from.toISOString().slice(0, 10) };
    await audit(actor, { action: 'prices.changed', subject: { kind: 'setting', name: `${row.kind} ${row.name}` }, details }, tx);
  });
  forgetPrices();
}
