import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { PRICES } from './price-table.ts';
import { costUsd, pricesInForce, ratesOf, worstCaseUsd } from './prices.ts';

const usage = { inputTokens: 1200, outputTokens: 80, cacheReadTokens: 0, cacheWriteTokens: 9000 };
const november = new Date('2026-11-20T12:00:00Z');
const dir = mkdtempSync(join(tmpdir(), 'prices-'));
afterAll(() => rmSync(dir, { recursive: true }));
process.env.DATABASE_URL = 'postgres://unused';

describe('the price of a call', () => {
  test('is what the agent itself reports for the same tokens', () => {
    expect(costUsd('claude-sonnet-4-5', usage, november)).toBeCloseTo(0.03855, 8);
  });

  test('is found for a Bedrock inference profile too', () => {
    expect(costUsd('us.anthropic.claude-sonnet-4-5-20250929-v1:0', usage, november)).toBe(costUsd('claude-sonnet-4-5', usage, november));
    expect(ratesOf('eu.anthropic.claude-opus-5-5', 0, november).input).toBe(4);
  });

  test('follows the day of the call', () => {
    expect(ratesOf('claude-sonnet-5-5', 0, new Date('2026-10-06T23:59:59Z')).cacheRead).toBe(0.2);
    expect(ratesOf('claude-sonnet-5-5', 0, new Date('2026-10-07T00:00:00Z')).cacheRead).toBe(0.1);
  });

  test('counts the cached part when it decides whether a prompt is long', () => {
    const long = { inputTokens: 1000, outputTokens: 0, cacheReadTokens: 100_000, cacheWriteTokens: 0 };
    expect(costUsd('claude-haiku-5-5', long, november)).toBeCloseTo((1000 * 0.5 + 100_000 * 0.05) / 1e6, 10);
  });

  test('of an unknown model is the dearest one, of the demo model nothing', () => {
    expect(costUsd('claude-next', usage, november)).toBeGreaterThan(costUsd('claude-opus-5-5', usage, november));
    expect(costUsd('glassworks-demo', usage, november)).toBe(0);
  });

  test('in the worst case is never below what any split of the same tokens costs', () => {
    const worst = worstCaseUsd('claude-opus-5-5', 40_000, 1000, november);
    expect(worst).toBeGreaterThan(
      costUsd('claude-opus-5-5', { ...usage, inputTokens: 10_000, cacheWriteTokens: 0, outputTokens: 1000 }, november),
    );
  });
});

describe('a prices file', () => {
  test('replaces the lines of the models it names and leaves the others', () => {
    const file = join(dir, 'prices.json');
    const rates = { input: 1, output: 1, cacheRead: 1, cacheWrite5m: 1, cacheWrite1h: 1 };
    writeFileSync(file, JSON.stringify({ prices: [{ model: 'claude-opus-5-5', from: '2026-01-01', rates }] }));
    const prices = pricesInForce(file);
    expect(ratesOf('claude-opus-5-5', 0, november, prices).output).toBe(1);
    expect(ratesOf('claude-sonnet-5-5', 0, november, prices).output).toBe(10);
  });

  test('that does not fit is refused by name', () => {
    const file = join(dir, 'bad.json');
    writeFileSync(file, '{"prices":[{"model":"x","from":"soon"}]}');
    expect(() => pricesInForce(file)).toThrow(/bad\.json/);
    expect(pricesInForce('')).toBe(PRICES);
  });
});
