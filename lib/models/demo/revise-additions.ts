import type { Intent, Ranking } from './intent.ts';
import { chartBlock, clip, fieldOf, rankingBlocks, unknownNotes } from './make-plan.ts';
import { matchDimension, matchMetrics } from './match-fields.ts';
import { type Block, charts, tables } from './plan.ts';
import { resolveRanking } from './resolve.ts';
import { change, type Draft, exploreOf } from './revision-draft.ts';
import { meaningful } from './words.ts';

/** A ranking over the explores in use, then over the others. */
export function addRanking(draft: Draft, ranking: Ranking): void {
  const used = new Set(draft.plan.blocks.map((block) => block.explore));
  const explores = [...draft.catalog.explores].sort((a, b) => Number(used.has(b.name)) - Number(used.has(a.name)));
  const ids = new Set(
    draft.plan.blocks.flatMap((block) => (block.kind === 'chart' ? [block.metric.id] : block.metrics.map(({ id }) => id))),
  );
  for (const explore of explores) {
    const found = explore.metrics.length > 0 ? resolveRanking(ranking, explore, []) : null;
    if (!found) continue;
    const shown = [...ids].flatMap((id) => explore.metrics.find((metric) => metric.id === id) ?? []);
    const blocks = rankingBlocks(explore, found, shown, false);
    change(draft, { blocks: [...draft.plan.blocks, ...blocks].slice(0, 20) });
    return;
  }
  draft.notes.push(...unknownNotes([ranking.subject]));
}

/** A table of what the first chart shows. */
export function addPlainTable(draft: Draft): void {
  const [chart] = charts(draft.plan);
  if (!chart) return;
  const metrics = charts(draft.plan).flatMap((other) =>
    other.explore === chart.explore && other.x.id === chart.x.id ? [other.metric] : [],
  );
  const dimensions = chart.split ? [chart.x, chart.split] : [chart.x];
  const table: Block = {
    kind: 'table',
    explore: chart.explore,
    title: clip(`${chart.title} in numbers`),
    dimensions,
    metrics: metrics.slice(0, 8),
    limit: 500,
  };
  change(draft, { blocks: [...draft.plan.blocks, table].slice(0, 20) });
}

export function addMetrics(draft: Draft, intent: Intent, clause: string): void {
  const first = draft.plan.blocks.find((block) => block.kind === 'kpis');
  const explore = first ? exploreOf(draft, first.explore) : undefined;
  if (!explore || first?.kind !== 'kpis') return;
  const { metrics, left } = matchMetrics(intent.rest, explore);
  const fresh = metrics.filter((metric) => !first.metrics.some(({ id }) => id === metric.id)).slice(0, 8 - first.metrics.length);
  const model = charts(draft.plan).find((chart) => chart.explore === explore.name && chart.top === null);
  const dimension = (id: string | undefined) => explore.dimensions.find((candidate) => candidate.id === id) ?? null;
  const x = dimension(model?.x.id);
  const extra =
    model && x
      ? fresh.map((metric) => chartBlock(explore, metric, x, dimension(model.split?.id), { chart: model.chart, stacked: model.stacked }))
      : [];
  if (fresh.length > 0) {
    const kpis = { ...first, metrics: [...first.metrics, ...fresh.map(fieldOf)] };
    const [head, tail] = [draft.plan.blocks.filter((block) => block.kind !== 'table'), tables(draft.plan)];
    change(draft, { blocks: [...head.map((block) => (block === first ? kpis : block)), ...extra, ...tail].slice(0, 20) });
  }
  const known = new Set(draft.plan.blocks.flatMap((block) => (block.kind === 'chart' ? [block.x.label, block.split?.label ?? ''] : [])));
  const unknown = left.filter((word) => !matchDimension(word, explore) && ![...known].some((label) => meaningful(label).includes(word)));
  if (!draft.changed || /\badd\b/i.test(clause)) draft.notes.push(...unknownNotes(unknown));
}
