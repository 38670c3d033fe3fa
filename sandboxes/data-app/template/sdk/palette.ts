/** Ten colours that can be told apart on a light and on a dark ground; `styles.css` gives each its two values. */
export const PALETTE = Array.from({ length: 10 }, (_, index) => `var(--gw-series-${index + 1})`);

export function seriesColor(index: number): string {
  return PALETTE[index % PALETTE.length] ?? 'var(--gw-series-1)';
}
