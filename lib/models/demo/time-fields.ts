import type { CatalogDimension, CatalogExplore } from '#lib/contracts/catalog.ts';

export type Grain = 'HOUR' | 'DAY' | 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR';
/** Parts of a date that repeat: weekdays, hours. */
export type Part = 'DAY_OF_WEEK_NAME' | 'HOUR_OF_DAY_NUM' | 'MONTH_NAME';

/** The explore's own date at this grain; a joined table's (a sign-up, say) only when it has none. */
export function timeField(explore: CatalogExplore, grain: Grain | Part): CatalogDimension | null {
  const fitting = explore.dimensions.filter(({ interval }) => interval === grain);
  return fitting.find(({ id }) => id.startsWith(`${explore.name}_`)) ?? fitting[0] ?? null;
}

/** The date that a period goes by: a day, so that its last day counts whole also for timestamps. */
export function periodField(explore: CatalogExplore, axis: CatalogDimension | null): CatalogDimension | null {
  const main = axis ?? timeField(explore, 'MONTH') ?? timeField(explore, 'DAY') ?? plainDate(explore);
  if (!main) return null;
  const baseId = main.baseId ?? main.id;
  const base = explore.dimensions.find(({ id }) => id === baseId);
  if (base?.type === 'date') return base;
  return explore.dimensions.find((dimension) => dimension.baseId === baseId && dimension.interval === 'DAY') ?? base ?? main;
}

function plainDate(explore: CatalogExplore): CatalogDimension | null {
  const dates = explore.dimensions.filter(({ type, interval }) => interval === null && (type === 'date' || type === 'timestamp'));
  return dates.find(({ id }) => id.startsWith(`${explore.name}_`)) ?? dates[0] ?? null;
}
