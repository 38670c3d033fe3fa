import { z } from 'zod';

const usd = z.number().nonnegative().max(10_000);

/** USD for one million tokens. */
export const ModelRates = z.strictObject({ input: usd, output: usd, cacheWrite5m: usd, cacheWrite1h: usd, cacheRead: usd });
export type ModelRates = z.infer<typeof ModelRates>;

/** USD for each minute that begins. */
const SandboxRates = z.strictObject({ perMinute: usd });
/** USD for each query, and for each second that it takes. */
const WarehouseRates = z.strictObject({ perQuery: usd, perSecond: usd });
export type SandboxRates = z.infer<typeof SandboxRates>;
export type WarehouseRates = z.infer<typeof WarehouseRates>;

const name = z.string().trim().min(1, 'Name the model, provider or kind of warehouse.').max(100);
/** First UTC day on which it holds. */
const from = z.iso.date();

export const PriceInput = z.discriminatedUnion('kind', [
  /** `name` is a part of the model's id; the longest match counts. */
  z.strictObject({ kind: z.literal('model'), name, from, rates: ModelRates }),
  z.strictObject({ kind: z.literal('sandbox'), name, from, rates: SandboxRates }),
  z.strictObject({ kind: z.literal('warehouse'), name, from, rates: WarehouseRates }),
]);
export type PriceInput = z.infer<typeof PriceInput>;

export const PriceLine = z.object({
  /** Stored lines only: the others cannot be changed here. */
  id: z.string().nullable(),
  kind: z.enum(['model', 'sandbox', 'warehouse']),
  name: z.string(),
  from: z.string(),
  origin: z.enum(['stored', 'environment', 'built-in']),
  rates: z.record(z.string(), z.number()),
  /** It holds today. */
  inForce: z.boolean(),
});
export type PriceLine = z.infer<typeof PriceLine>;
export const PriceLines = z.object({ items: z.array(PriceLine) });
