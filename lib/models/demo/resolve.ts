import type { Catalog, CatalogDimension, CatalogExplore, CatalogMetric } from '#lib/contracts/catalog.ts';
import type { Intent, Ranking } from './intent.ts';
import { matchDimension, matchMetrics, namesDirectly } from './match-fields.ts';
import { periodField, timeField } from './time-fields.ts';
import { isGeneric, meaningful, words } from './words.ts';

/** A wish in the fields of one explore. */
export interface Resolved {
  readonly explore: CatalogExplore;
  readonly metrics: readonly CatalogMetric[];
  /** What the charts run along when it is not time. */
  readonly groups: readonly CatalogDimension[];
  readonly splits: readonly CatalogDimension[];
  readonly filters: readonly CatalogDimension[];
  readonly axis: CatalogDimension | null;
  readonly rankings: readonly ResolvedRanking[];
  /** Phrases that this explore knows nothing of. */
  readonly unknown: readonly string[];
  readonly score: number;
}

export interface ResolvedRanking {
  readonly ranking: Ranking;
  readonly dimensions: readonly CatalogDimension[];
  readonly metrics: readonly CatalogMetric[];
}

const POINTS = { metric: 10, dimension: 8, distant: 3, time: 6, unknown: -7, home: 1.5, mention: 3 } as const;

/** The explore that covers most of the wish; null when the catalog has none with metrics. */
export function resolveBest(intent: Intent, catalog: Catalog): Resolved | null {
  let best: Resolved | null = null;
  for (const explore of catalog.explores) {
    if (explore.metrics.length === 0) continue;
    const resolved = resolveIn(intent, explore);
    if (!best || resolved.score > best.score) best = resolved;
  }
  return best;
}

export function resolveIn(intent: Intent, explore: CatalogExplore): Resolved {
  const unknown: string[] = [];
  const dimensions = (phrases: readonly string[]) => phrases.flatMap((phrase) => dimensionOrUnknown(phrase, explore, unknown));
  const groups = dimensions(intent.groups);
  const splits = dimensions(intent.splits);
  const filters = dimensions(intent.filters);
  const named = matchMetrics(intent.rest, explore);
  const free = restDimensions(named.left, explore);
  unknown.push(...free.left);
  const rankings = intent.rankings.flatMap((ranking) => resolveRanking(ranking, explore, unknown) ?? []);
  const axis = axisOf(intent, explore);
  const wantsTime = intent.grain !== null || intent.part !== null || intent.overTime;
  const metrics = distinct([...named.metrics, ...rankings.flatMap((item) => item.metrics)]);
  const allDimensions = [...groups, ...splits, ...filters, ...free.dimensions, ...rankings.flatMap((item) => item.dimensions)];
  const mentioned = meaningful([intent.rest, ...intent.rankings.map(({ subject }) => subject)].join(' ')).includes(
    words(explore.label).at(-1) ?? '',
  );
  const said = [intent.rest, ...intent.groups, ...intent.splits, ...intent.filters, ...intent.rankings.map(({ subject }) => subject)].join(
    ' ',
  );
  const score =
    metrics.reduce((sum, metric) => sum + POINTS.metric + (metric.id.startsWith(`${explore.name}_`) ? POINTS.home : 0), 0) +
    allDimensions.reduce((sum, dimension) => sum + (namesDirectly(said, dimension) ? POINTS.dimension : POINTS.distant), 0) +
    (wantsTime ? (axis ? POINTS.time : -POINTS.time) : 0) +
    (intent.period && !periodField(explore, axis) ? -POINTS.time : 0) +
    unknown.length * POINTS.unknown +
    (mentioned ? POINTS.mention : 0) -
    explore.dimensions.length / 1000;
  return { explore, metrics, groups: [...groups, ...free.dimensions], splits, filters, axis, rankings, unknown, score };
}

function dimensionOrUnknown(phrase: string, explore: CatalogExplore, unknown: string[]): CatalogDimension[] {
  const dimension = matchDimension(phrase, explore);
  if (dimension) return [dimension];
  if (meaningful(phrase).length > 0) unknown.push(phrase.trim());
  return [];
}

/** Words that are no metric may be a dimension: "customers and regions". */
function restDimensions(left: readonly string[], explore: CatalogExplore): { dimensions: CatalogDimension[]; left: string[] } {
  const dimensions: CatalogDimension[] = [];
  const unknown: string[] = [];
  for (const word of left) {
    const dimension = matchDimension(word, explore);
    if (dimension) dimensions.push(dimension);
    else if (!isGeneric(word) && !words(explore.label).includes(word)) unknown.push(word);
  }
  return { dimensions: distinct(dimensions), left: unknown };
}

export function resolveRanking(ranking: Ranking, explore: CatalogExplore, unknown: string[]): ResolvedRanking | null {
  const parts = ranking.subject.split(/\s+(?:and|with|by|&)\s+/);
  const dimensions: CatalogDimension[] = [];
  const metrics: CatalogMetric[] = [];
  for (const part of parts) {
    const dimension = matchDimension(part, explore);
    if (dimension) dimensions.push(dimension);
    else metrics.push(...metricsOrUnknown(part, explore, unknown));
  }
  if (ranking.by) {
    const group = matchMetrics(ranking.by, explore).metrics.length === 0 ? matchDimension(ranking.by, explore) : null;
    // "a table of customers by segment" counts customers; "the top customers by revenue" lists them.
    if (group) return { ranking, dimensions: [group], metrics: matchMetrics(ranking.subject, explore).metrics };
    metrics.push(...metricsOrUnknown(ranking.by, explore, unknown));
  }
  return dimensions.length > 0 ? { ranking, dimensions: distinct(dimensions), metrics: distinct(metrics) } : null;
}

function metricsOrUnknown(phrase: string, explore: CatalogExplore, unknown: string[]): CatalogMetric[] {
  const { metrics, left } = matchMetrics(phrase, explore);
  if (metrics.length === 0 && left.length > 0) unknown.push(phrase.trim());
  return metrics;
}

function axisOf(intent: Intent, explore: CatalogExplore): CatalogDimension | null {
  if (intent.part) return timeField(explore, intent.part);
  if (intent.grain) return timeField(explore, intent.grain);
  return intent.overTime ? (timeField(explore, 'MONTH') ?? timeField(explore, 'DAY')) : null;
}

export const distinct = <T extends { readonly id: string }>(fields: readonly T[]): T[] => [
  ...new Map(fields.map((field) => [field.id, field])).values(),
];
