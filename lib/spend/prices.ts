import { readFileSync } from 'node:fs';
import { env } from '#lib/env.ts';
import { AppError } from '#lib/errors.ts';
import { PRICES, type Price, PricesFile, type Rates, UNKNOWN_MODEL_RATES } from './price-table.ts';

export interface TokenUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWriteTokens: number;
  /** The part of `cacheWriteTokens` that is kept for an hour and costs more. */
  readonly cacheWrite1hTokens?: number;
}

const PER = 1_000_000;
const FORM =
  'It holds {"prices":[{"model","from":"YYYY-MM-DD","rates":{"input","output","cacheWrite5m","cacheWrite1h","cacheRead"}}]} in USD per million tokens.';
/** Newer tokenizers make about a third more tokens of a text than the usual four bytes each. */
const BYTES_PER_TOKEN = 3;

/** What a call cost, in USD. @param at when it was made; prices change */
export function costUsd(model: string, usage: TokenUsage, at: Date = new Date(), prices: readonly Price[] = pricesInForce()): number {
  const prompt = usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens;
  const rates = ratesOf(model, prompt, at, prices);
  const hour = Math.min(usage.cacheWrite1hTokens ?? 0, usage.cacheWriteTokens);
  const total =
    usage.inputTokens * rates.input +
    usage.outputTokens * rates.output +
    usage.cacheReadTokens * rates.cacheRead +
    (usage.cacheWriteTokens - hour) * rates.cacheWrite5m +
    hour * rates.cacheWrite1h;
  return total / PER;
}

/** The most that a call can cost, in USD: every byte of the request written to the cache, every allowed token answered. */
export function worstCaseUsd(model: string, requestBytes: number, maxTokens: number, at: Date = new Date()): number {
  const tokens = estimateTokens(requestBytes);
  return costUsd(
    model,
    { inputTokens: 0, outputTokens: maxTokens, cacheReadTokens: 0, cacheWriteTokens: tokens, cacheWrite1hTokens: tokens },
    at,
  );
}

/** A careful guess of how many tokens a JSON body of this size is. */
export const estimateTokens = (bytes: number): number => Math.ceil(bytes / BYTES_PER_TOKEN);

export function ratesOf(model: string, promptTokens: number, at: Date, prices: readonly Price[] = pricesInForce()): Rates {
  const day = at.toISOString().slice(0, 10);
  let best: Price | undefined;
  for (const price of prices) {
    if (!model.includes(price.model) || price.from > day) continue;
    if (!best || price.model.length > best.model.length || (price.model === best.model && price.from > best.from)) best = price;
  }
  if (!best) return UNKNOWN_MODEL_RATES;
  return best.longPrompt && promptTokens > best.longPrompt.aboveTokens ? best.longPrompt.rates : best.rates;
}

let loaded: { file: string | undefined; prices: readonly Price[] } | undefined;

/**
 * The built-in table, with the lines of GLASSWORKS_PRICES_FILE in place of those for the same models.
 * @throws AppError `unprocessable` when the file is missing or does not fit
 */
export function pricesInForce(file: string | undefined = env().GLASSWORKS_PRICES_FILE): readonly Price[] {
  if (loaded && loaded.file === file) return loaded.prices;
  loaded = { file, prices: file ? withOverrides(readPrices(file)) : PRICES };
  return loaded.prices;
}

function withOverrides(own: readonly Price[]): readonly Price[] {
  const replaced = new Set(own.map((price) => price.model));
  return [...own, ...PRICES.filter((price) => !replaced.has(price.model))];
}

function readPrices(file: string): Price[] {
  try {
    return PricesFile.parse(JSON.parse(readFileSync(file, 'utf8'))).prices;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('unprocessable', `GLASSWORKS_PRICES_FILE (${file}) cannot be used: ${why}. ${FORM}`, { cause });
  }
}
