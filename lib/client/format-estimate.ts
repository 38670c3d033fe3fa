import type { BuildEstimate } from '#lib/contracts/usage.ts';

type Estimate = Pick<NonNullable<BuildEstimate['estimate']>, 'usd' | 'seconds'>;

/** "usually $0.20–0.60, 2–4 min" */
export function formatEstimate({ usd, seconds }: Estimate): string {
  return `usually ${dollars(usd.low, usd.high)}, ${time(seconds.low, seconds.high)}`;
}

function dollars(low: number, high: number): string {
  const digits = high < 0.095 ? 3 : 2;
  return `$${range(low.toFixed(digits), high.toFixed(digits))}`;
}

function time(low: number, high: number): string {
  if (high < 90) return `${range(String(tens(low)), String(tens(high)))} s`;
  return `${range(String(Math.max(1, Math.round(low / 60))), String(Math.round(high / 60)))} min`;
}

const tens = (seconds: number): number => Math.max(10, Math.round(seconds / 10) * 10);
const range = (low: string, high: string): string => (low === high ? low : `${low}–${high}`);
