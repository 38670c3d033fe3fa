import { readFileSync } from 'node:fs';
import type { ModelRates } from '#lib/contracts/prices.ts';
import { env } from '#lib/env.ts';
import { AppError } from '#lib/errors.ts';
import { PRICES, type Price, PricesFile, UNKNOWN_MODEL_RATES } from './price-table.ts';

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
  // Whole millionths of a dollar for a million tokens: the sum is exact, and divided once.
  const parts = [
    usage.inputTokens * micro(rates.input),
    usage.outputTokens * micro(rates.output),
    usage.cacheReadTokens * micro(rates.cacheRead),
    (usage.cacheWriteTokens - hour) * micro(rates.cacheWrite5m),
    hour * micro(rates.cacheWrite1h),
  ];
  return parts.reduce((sum, part) => sum + part, 0) / (PER * PER);
}

const micro = (rate: number): number => Math.round(rate * PER);

/** The most that a call can cost, in USD: every byte of the request written to the cache, every allowed token answered. */
export function worstCaseUsd(
  model: string,
  requestBytes: number,
  maxTokens: number,
  at: Date = new Date(),
  prices: readonly Price[] = pricesInForce(),
): number {
  const tokens = estimateTokens(requestBytes);
  return costUsd(
    model,
    { inputTokens: 0, outputTokens: maxTokens, cacheReadTokens: 0, cacheWriteTokens: tokens, cacheWrite1hTokens: tokens },
    at,
    prices,
  );
}

/** A careful guess of how many tokens a JSON body of this size is. */
export const estimateTokens = (bytes: number): number => Math.ceil(bytes / BYTES_PER_TOKEN);

export function ratesOf(model: string, promptTokens: number, at: Date, prices: readonly Price[] = pricesInForce()): ModelRates {
  const day = at.toISOString().slice(0, 10);
  let best: Price | undefined;
  for (const price of prices) if (model.includes(price.model) && price.from <= day && (!best || isBefore(price, best))) best = price;
  if (!best) return UNKNOWN_MODEL_RATES;
  return best.longPrompt && promptTokens > best.longPrompt.aboveTokens ? best.longPrompt.rates : best.rates;
}

/** The longer name counts, then what an administrator wrote, then the newer line. */
const isBefore = (one: Price, other: Price): boolean =>
  one.model.length !== other.model.length
    ? one.model.length > other.model.length
    : (one.stored ?? false) !== (other.stored ?? false)
      ? (one.stored ?? false)
      : one.from > other.from;

let loaded: { file: string | undefined; prices: readonly Price[] } | undefined;

/**
 * The built-in table, with the lines of GLASSWORKS_PRICES_FILE in place of those for the same models.
 * @throws AppError `unprocessable` when the file is missing or does not fit
 */
export function pricesInForce(file: string | undefined = env().GLASSWORKS_PRICES_FILE): readonly Price[] {
  if (loaded && loaded.file === file) return loaded.prices;
  loaded = { file, prices: file ? [...readPrices(file), ...withoutModelsOf(readPrices(file), PRICES)] : PRICES };
  return loaded.prices;
}

/** The lines of GLASSWORKS_PRICES_FILE; none when it is not set. */
export const pricesOfFile = (file: string | undefined = env().GLASSWORKS_PRICES_FILE): readonly Price[] =>
  file ? pricesInForce(file).filter((price) => !PRICES.includes(price)) : [];

/** Of these prices, those for models that the first list does not name. */
export function withoutModelsOf(named: readonly Price[], prices: readonly Price[]): readonly Price[] {
  const replaced = new Set(named.map((price) => price.model));
  return prices.filter((price) => !replaced.has(price.model));
}

function readPrices(file: string): Price[] {
  try {
    return PricesFile.parse(JSON.parse(readFileSync(file, 'utf8'))).prices;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('unprocessable', `GLASSWORKS_PRICES_FILE (${file}) cannot be used: ${why}. ${FORM}`, { cause });
  }
}
