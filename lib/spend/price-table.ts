import { z } from 'zod';
import { ModelRates as Rates, type SandboxRates, type WarehouseRates } from '#lib/contracts/prices.ts';

const Price = z.strictObject({
  /** A part of the model's id, so that `us.anthropic.claude-haiku-4-5-20251001-v1:0` finds `claude-haiku-4-5`. The longest match counts. */
  model: z.string().min(1),
  /** First UTC day on which it holds. */
  from: z.iso.date(),
  rates: Rates,
  /** Other rates for a call whose whole prompt (cached part included) is longer than this. */
  longPrompt: z.strictObject({ aboveTokens: z.number().int().positive(), rates: Rates }).optional(),
});
export type Price = z.infer<typeof Price> & {
  /** Written by an administrator: it comes before the built-in lines of the same name. */
  readonly stored?: boolean;
};

/** The form of the file that GLASSWORKS_PRICES_FILE names: its lines come before the built-in ones. */
export const PricesFile = z.strictObject({ prices: z.array(Price).min(1) });

const rates = (input: number, output: number, cacheRead: number): z.infer<typeof Rates> => ({
  input,
  output,
  cacheRead,
  cacheWrite5m: round(input * 1.25),
  cacheWrite1h: round(input * 2),
});
const round = (value: number) => Math.round(value * 1e6) / 1e6;

/** Anthropic's published prices, as read in November 2026; Bedrock's global profiles cost the same. */
export const PRICES: readonly Price[] = [
  { model: 'claude-opus-5-5', from: '2026-09-01', rates: rates(4, 20, 0.2) },
  { model: 'claude-sonnet-5-5', from: '2026-09-01', rates: rates(2, 10, 0.2) },
  { model: 'claude-sonnet-5-5', from: '2026-10-07', rates: rates(2, 10, 0.1) },
  {
    model: 'claude-haiku-5-5',
    from: '2026-10-07',
    rates: rates(0.1, 0.5, 0.01),
    longPrompt: { aboveTokens: 100_000, rates: rates(0.5, 2.5, 0.05) },
  },
  { model: 'claude-opus-5', from: '2026-07-24', rates: rates(5, 25, 0.5) },
  { model: 'claude-sonnet-5', from: '2026-01-01', rates: rates(2, 10, 0.2) },
  { model: 'claude-opus-4', from: '2025-11-01', rates: rates(5, 25, 0.5) },
  {
    model: 'claude-sonnet-4-5',
    from: '2025-09-29',
    rates: rates(3, 15, 0.3),
    longPrompt: { aboveTokens: 200_000, rates: rates(6, 22.5, 0.6) },
  },
  { model: 'claude-haiku-4-5', from: '2025-10-15', rates: rates(1, 5, 0.1) },
  { model: 'glassworks-demo', from: '2026-01-01', rates: rates(0, 0, 0) },
];

/** What a model without a line costs: the dearest that is sold, so that a limit never lets too much pass. */
export const UNKNOWN_MODEL_RATES: z.infer<typeof Rates> = rates(10, 50, 1);

interface Dated<R> {
  readonly name: string;
  readonly from: string;
  readonly rates: R;
  readonly stored?: boolean;
}
export type SandboxPrice = Dated<SandboxRates>;
export type WarehousePrice = Dated<WarehouseRates>;

/** What runs on one's own machines is paid for elsewhere. */
export const SANDBOX_PRICES: readonly SandboxPrice[] = [{ name: 'local', from: '2026-01-01', rates: { perMinute: 0 } }];
export const WAREHOUSE_PRICES: readonly WarehousePrice[] = [
  { name: 'duckdb', from: '2026-01-01', rates: { perQuery: 0, perSecond: 0 } },
  { name: 'postgres', from: '2026-01-01', rates: { perQuery: 0, perSecond: 0 } },
];

/** What a provider without a line costs: more than any of a machine of this size, so that a limit never lets too much pass. */
export const UNKNOWN_SANDBOX_RATES: SandboxRates = { perMinute: 0.01 };
export const UNKNOWN_WAREHOUSE_RATES: WarehouseRates = { perQuery: 0.001, perSecond: 0.01 };
