import type { Intent } from './intent.ts';
import { matchMetrics } from './match-fields.ts';
import type { Block } from './plan.ts';
import { change, changeCharts, type Draft, exploreOf, rebuilt } from './revision-draft.ts';
import { meaningful } from './words.ts';

/** Takes out what a clause names: filters, splits, tables, key numbers, the period or metrics. */
export function applyRemoval(draft: Draft, clause: string, intent: Intent): void {
  const { plan } = draft;
  if (/\bfilters?\b/i.test(clause)) {
    const named = plan.filters.filter((filter) => meaningful(filter.label).some((word) => meaningful(clause).includes(word)));
    change(draft, { filters: named.length > 0 ? plan.filters.filter((filter) => !named.includes(filter)) : [] });
    return;
  }
  if (/\bsplit|\bbreakdown|\bgroup/i.test(clause)) {
    changeCharts(draft, (chart, explore) => rebuilt(draft, chart, explore, { split: null }));
    return;
  }
  if (intent.wantsTable || intent.rankings.some(({ asTable }) => asTable)) {
    change(draft, { blocks: plan.blocks.filter((block) => block.kind !== 'table') });
    return;
  }
  if (/\b(?:kpis?|tiles?|numbers|headline)\b/i.test(clause)) {
    change(draft, { blocks: plan.blocks.filter((block) => block.kind !== 'kpis') });
    return;
  }
  if (/\bperiod\b|\bdate range\b/i.test(clause)) {
    change(draft, { period: null });
    return;
  }
  removeMetrics(draft, intent);
}

function removeMetrics(draft: Draft, intent: Intent): void {
  const gone = new Set<string>();
  for (const name of new Set(draft.plan.blocks.map((block) => block.explore))) {
    const explore = exploreOf(draft, name);
    if (explore) for (const metric of matchMetrics(intent.rest, explore).metrics) gone.add(metric.id);
  }
  const blocks = draft.plan.blocks.flatMap((block): Block[] => {
    if (block.kind === 'chart') return gone.has(block.metric.id) ? [] : [block];
    const metrics = block.metrics.filter(({ id }) => !gone.has(id));
    if (block.kind === 'table') return [{ ...block, metrics }];
    return metrics.length > 0 ? [{ ...block, metrics }] : [];
  });
  if (gone.size === 0) draft.notes.push('I did not find what you want removed.');
  else change(draft, { blocks });
}
