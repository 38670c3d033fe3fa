import type { Catalog, CatalogDimension, CatalogExplore, CatalogMetric } from '#lib/contracts/catalog.ts';
import { type ChartWish, type Intent, readIntent } from './intent.ts';
import { type Block, type ChartBlock, type ChartKind, EMPTY_PLAN, type Field, type Plan, type Planned } from './plan.ts';
import { distinct, type Resolved, type ResolvedRanking, resolveBest, resolveIn, resolveRanking } from './resolve.ts';
import { type Part, periodField, timeField } from './time-fields.ts';
import { inSentence, listed, listedLabels, manyOf } from './words.ts';

const MAX_METRICS = 4;
const DEFAULT_TOP = 10;
const MAX_TITLE = 80;

/** What to show for a prompt, over what the catalog offers. Pure. */
export function makePlan(prompt: string, catalog: Catalog): Planned {
  const intent = readIntent(prompt);
  const nearest = resolveBest(intent, catalog);
  const understood = nearest !== null && isUnderstood(nearest);
  const best = understood ? nearest : overviewOf(intent, catalog);
  if (!best) {
    return { plan: EMPTY_PLAN, notes: ['The catalog has no metric that I could show. Ask whoever keeps the dbt project to add some.'] };
  }
  const notes = beyondNotes(intent);
  if (!understood) notes.push(`I found nothing of your wish in the catalog, so this is an overview of ${best.explore.label}.`);
  const resolved = understood ? best : { ...best, unknown: [] };
  const metrics = metricsFor(resolved);
  const axis = resolved.axis ?? (wantsAxis(resolved, intent) ? (timeField(best.explore, 'MONTH') ?? timeField(best.explore, 'DAY')) : null);
  noteTime(intent, axis, notes);
  const blocks = blocksOf(resolved, intent, metrics, axis, catalog, notes);
  notes.push(...unknownNotes(resolved.unknown.filter((word) => !isShown(word, blocks))));
  const plan: Plan = {
    version: 1,
    title: titleOf(metrics, axis, resolved, blocks),
    filters: resolved.filters.map((dimension) => filterOf(dimension, catalog)),
    period: intent.period,
    periodFields: intent.period ? periodFieldsOf(blocks, catalog, axis) : {},
    blocks,
  };
  if (intent.period && Object.keys(plan.periodFields).length === 0)
    notes.push(`There is no date by which I could show ${intent.period.label} only.`);
  return { plan, notes: [...new Set(notes)] };
}

/** A word that the main explore does not know may stand in a block from another one. */
const isShown = (word: string, blocks: readonly Block[]): boolean =>
  blocks.some((block) =>
    (block.kind === 'kpis' ? block.metrics.map(labelOf) : [block.title]).join(' ').toLowerCase().includes(word.toLowerCase()),
  );

const isUnderstood = ({ metrics, groups, rankings }: Resolved): boolean => metrics.length > 0 || groups.length > 0 || rankings.length > 0;

/** For a wish that names nothing: the explore with most to count, over time if it can. */
function overviewOf(intent: Intent, catalog: Catalog): Resolved | null {
  const worth = (explore: CatalogExplore) =>
    explore.metrics.filter(({ id }) => id.startsWith(`${explore.name}_`)).length + (timeField(explore, 'MONTH') ? 100 : 0);
  const [explore] = catalog.explores.filter(({ metrics }) => metrics.length > 0).sort((a, b) => worth(b) - worth(a));
  return explore ? resolveIn(intent, explore) : null;
}

export const fieldOf = ({ id, label }: CatalogDimension | CatalogMetric): Field => ({ id, label: label.slice(0, 200) });

/** A choice above the charts, for every explore that has the field. */
export function filterOf(dimension: CatalogDimension, catalog: Catalog): Plan['filters'][number] {
  const having = catalog.explores.filter(({ dimensions }) => dimensions.some(({ id }) => id === dimension.id));
  return { ...fieldOf(dimension), explores: having.map(({ name }) => name) };
}

export function periodFieldsOf(blocks: readonly Block[], catalog: Catalog, axis: CatalogDimension | null = null): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const name of new Set(blocks.map((block) => block.explore))) {
    const explore = catalog.explores.find((candidate) => candidate.name === name);
    const own = explore?.dimensions.find(({ id }) => id === axis?.id) ?? null;
    const field = explore ? periodField(explore, own) : null;
    if (field) fields[name] = field.id;
  }
  return fields;
}

export function beyondNotes(intent: Intent): string[] {
  const notes = intent.beyond.map((what) => `“${what}” is more than I can do.`);
  if (intent.wish.chart === 'donut') notes.push('A pie is drawn as a ring here.');
  return notes;
}

export function unknownNotes(unknown: readonly string[]): string[] {
  const few = [...new Set(unknown)].slice(0, 6);
  return few.length === 0 ? [] : [`I found nothing in the catalog for ${few.map((word) => `“${word}”`).join(', ')}.`];
}

function metricsFor(resolved: Resolved): CatalogMetric[] {
  if (resolved.metrics.length > 0) return resolved.metrics.slice(0, MAX_METRICS);
  const { metrics, name } = resolved.explore;
  const own = metrics.filter(({ id }) => id.startsWith(`${name}_`));
  const isIncome = ({ label }: CatalogMetric) => /revenue|sales|income|turnover/i.test(label);
  const money = own
    .filter(({ format, type }) => format?.kind === 'currency' && type === 'sum')
    .sort((a, b) => Number(isIncome(b)) - Number(isIncome(a)));
  const counts = own.filter(({ type }) => type === 'count');
  return distinct([...money.slice(0, 1), ...counts.slice(0, 1), ...own, ...metrics]).slice(0, 2);
}

/** Without any grouping a number alone says little: its course does. */
const wantsAxis = (resolved: Resolved, intent: Intent): boolean =>
  // A stack needs something to stand along.
  (intent.wish.stacked === true && resolved.groups.length + resolved.splits.length === 1) ||
  (resolved.groups.length === 0 && intent.rankings.length === 0 && !intent.wantsTable && intent.wish.chart !== 'donut');

function noteTime(intent: Intent, axis: CatalogDimension | null, notes: string[]): void {
  if ((intent.grain || intent.part || intent.overTime) && !axis) notes.push('The data has no date at the interval that you asked for.');
}

function blocksOf(
  resolved: Resolved,
  intent: Intent,
  metrics: CatalogMetric[],
  axis: CatalogDimension | null,
  catalog: Catalog,
  notes: string[],
): Block[] {
  const { explore } = resolved;
  const blocks: Block[] = [{ kind: 'kpis', explore: explore.name, metrics: metrics.map(fieldOf) }];
  const along = axis ? [axis, ...resolved.splits, ...resolved.groups] : [...resolved.groups, ...resolved.splits];
  const [x, split] = distinct(along);
  if (x) for (const metric of metrics) blocks.push(limited(chartBlock(explore, metric, x, split ?? null, intent.wish), intent.limit));
  const rankings = rankingsOf(resolved, intent, catalog, metrics, notes);
  for (const { explore: home, found } of rankings) blocks.push(...rankingBlocks(home, found, metrics, x === undefined));
  if (intent.wantsTable && !blocks.some(({ kind }) => kind === 'table') && x) {
    const dimensions = distinct(split ? [x, split] : [x]);
    const title = `${listedLabels(metrics.map(labelOf))} by ${listed(dimensions.map(axisLabel))}`;
    blocks.push({
      kind: 'table',
      explore: explore.name,
      title: clip(title),
      dimensions: dimensions.map(fieldOf),
      metrics: metrics.map(fieldOf),
      limit: 500,
    });
  }
  return blocks;
}

const limited = (chart: ChartBlock, top: number | null): ChartBlock =>
  top === null || chart.time || chart.split ? chart : { ...chart, top, title: clip(`Top ${top}: ${chart.title}`) };

/** A ranking that the main explore does not know is looked up in the others. */
function rankingsOf(resolved: Resolved, intent: Intent, catalog: Catalog, metrics: CatalogMetric[], notes: string[]) {
  return intent.rankings.flatMap((ranking) => {
    const found = resolved.rankings.find((item) => item.ranking === ranking);
    if (found) return [{ explore: resolved.explore, found }];
    for (const explore of catalog.explores) {
      const other =
        explore.metrics.length > 0 ? resolveRanking({ ...ranking, by: ranking.by ?? metrics[0]?.label ?? null }, explore, []) : null;
      if (other) return [{ explore, found: other }];
    }
    notes.push(`I found nothing in the catalog for “${ranking.subject.trim()}”.`);
    return [];
  });
}

export function rankingBlocks(explore: CatalogExplore, found: ResolvedRanking, fallback: CatalogMetric[], withChart: boolean): Block[] {
  const known = fallback.filter((metric) => explore.metrics.some(({ id }) => id === metric.id));
  const metrics = distinct([...found.metrics, ...known]).slice(0, MAX_METRICS);
  const shown = metrics.length > 0 ? metrics : explore.metrics.slice(0, 1);
  const [dimension] = found.dimensions;
  const [metric] = shown;
  if (!dimension || !metric) return [];
  const top = found.ranking.top ?? (found.ranking.asTable ? null : DEFAULT_TOP);
  const what = top ? `Top ${top} ${manyOf(dimension.label)}` : capital(manyOf(dimension.label));
  const title = clip(`${what} by ${inSentence(metric.label)}`);
  const chart: ChartBlock = {
    ...chartBlock(explore, metric, dimension, null, { chart: null, stacked: null }),
    title,
    top: top ?? DEFAULT_TOP,
  };
  const table: Block = {
    kind: 'table',
    explore: explore.name,
    title,
    dimensions: found.dimensions.slice(0, 4).map(fieldOf),
    metrics: shown.map(fieldOf),
    limit: top ?? 500,
  };
  return withChart && !found.ranking.asTable ? [chart, table] : [table];
}

const PARTS: readonly Part[] = ['DAY_OF_WEEK_NAME', 'HOUR_OF_DAY_NUM', 'MONTH_NAME'];

export function chartBlock(
  explore: CatalogExplore,
  metric: CatalogMetric,
  x: CatalogDimension,
  split: CatalogDimension | null,
  wish: ChartWish,
): ChartBlock {
  const time = x.interval !== null && !PARTS.some((part) => part === x.interval);
  const usual: ChartKind = time ? 'line' : 'bar';
  const chart = wish.chart === 'donut' && (time || split) ? usual : (wish.chart ?? (wish.stacked ? 'bar' : usual));
  const title = clip(`${metric.label} by ${axisLabel(x)}${split ? `, split by ${inSentence(split.label)}` : ''}`);
  return {
    kind: 'chart',
    explore: explore.name,
    title,
    chart,
    stacked: split !== null && (wish.stacked ?? chart === 'area') && chart !== 'line',
    x: fieldOf(x),
    time,
    metric: fieldOf(metric),
    split: split ? fieldOf(split) : null,
    top: null,
  };
}

const labelOf = ({ label }: { label: string }): string => label;
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** "month" rather than "Order date month". */
export function axisLabel({ interval, label }: CatalogDimension): string {
  if (interval === 'DAY_OF_WEEK_NAME') return 'weekday';
  if (interval === 'HOUR_OF_DAY_NUM') return 'hour of the day';
  return interval === null || interval === 'RAW' ? inSentence(label) : interval.toLowerCase();
}

function titleOf(metrics: CatalogMetric[], axis: CatalogDimension | null, resolved: Resolved, blocks: readonly Block[]): string {
  const ranked = blocks.find((block) => block.kind === 'table');
  if (!axis && resolved.groups.length === 0 && ranked) return ranked.title;
  const what = metrics.length > 0 ? listedLabels(metrics.map(labelOf)) : resolved.explore.label;
  const along = axis ?? resolved.groups[0];
  const by = along ? axisLabel(along) : null;
  return clip(by ? `${what} by ${by}` : what);
}

export const clip = (title: string): string => (title.length > MAX_TITLE ? `${title.slice(0, MAX_TITLE - 1)}…` : title);
