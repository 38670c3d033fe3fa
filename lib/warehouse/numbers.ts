/**
 * Digits as a number when its whole part is exact in a JavaScript number, else as they are.
 * Fractions are rounded to the nearest double, as any chart would.
 */
export function numberOrText(digits: string): number | string {
  const number = Number(digits);
  return Number.isFinite(number) && Math.abs(number) <= Number.MAX_SAFE_INTEGER ? number : digits;
}
