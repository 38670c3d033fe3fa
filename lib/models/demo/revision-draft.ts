import type { Catalog, CatalogDimension, CatalogExplore } from '#lib/contracts/catalog.ts';
import { axisLabel, chartBlock } from './make-plan.ts';
import { matchDimension } from './match-fields.ts';
import type { ChartBlock, Plan } from './plan.ts';

/** A plan while it is being changed. */
export interface Draft {
  plan: Plan;
  readonly notes: string[];
  readonly catalog: Catalog;
  changed: boolean;
}

export function change(draft: Draft, part: Partial<Plan>): void {
  draft.plan = { ...draft.plan, ...part };
  draft.changed = true;
}

export function changeCharts(draft: Draft, update: (chart: ChartBlock, explore: CatalogExplore) => ChartBlock): void {
  const blocks = draft.plan.blocks.map((block) => {
    const explore = block.kind === 'chart' ? exploreOf(draft, block.explore) : undefined;
    return block.kind === 'chart' && explore ? update(block, explore) : block;
  });
  change(draft, { blocks });
}

export const exploreOf = (draft: Draft, name: string): CatalogExplore | undefined =>
  draft.catalog.explores.find((explore) => explore.name === name);

/** The first explore in use that knows a phrase. */
export function findDimension(draft: Draft, phrase: string): CatalogDimension | null {
  const names = new Set(draft.plan.blocks.map((block) => block.explore));
  for (const name of names) {
    const explore = exploreOf(draft, name);
    const found = explore ? matchDimension(phrase, explore) : null;
    if (found) return found;
  }
  return null;
}

/** A chart anew with another axis or split; its kind stays. */
export function rebuilt(
  draft: Draft,
  chart: ChartBlock,
  explore: CatalogExplore,
  parts: { x?: CatalogDimension; split?: CatalogDimension | null },
): ChartBlock {
  const dimension = (id: string | undefined) => explore.dimensions.find((candidate) => candidate.id === id);
  const metric = explore.metrics.find(({ id }) => id === chart.metric.id);
  const x = parts.x ?? dimension(chart.x.id);
  if (!metric || !x) return chart;
  const split = parts.split === undefined ? (dimension(chart.split?.id) ?? null) : parts.split;
  draft.plan = { ...draft.plan, title: draft.plan.title.replace(/ by [^,]+$/, () => ` by ${axisLabel(x)}`) };
  return chartBlock(explore, metric, x, split?.id === x.id ? null : split, {
    chart: chart.chart,
    stacked: chart.split ? chart.stacked : null,
  });
}
