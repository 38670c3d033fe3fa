import type { CatalogDimension, CatalogExplore, CatalogMetric } from '#lib/contracts/catalog.ts';
import { isGeneric, isStop, meaningful, synonymsOf, words } from './words.ts';

export interface MetricMatch {
  readonly metrics: CatalogMetric[];
  /** Words that no metric took. */
  readonly left: string[];
}

const FULL = 10;
const SYNONYM_WEIGHT = 0.8;

interface Candidate {
  readonly metric: CatalogMetric;
  readonly taken: readonly string[];
  readonly score: number;
  readonly first: number;
}

/** The metrics that a text names, in the order in which it names them. Every word counts for one metric only. */
export function matchMetrics(text: string, explore: CatalogExplore): MetricMatch {
  const said = meaningful(text);
  const vocabulary = new Set(explore.metrics.flatMap((metric) => words(metric.label)));
  const candidates = explore.metrics.flatMap((metric) => metricCandidate(metric, explore, said, vocabulary) ?? []);
  candidates.sort((a, b) => b.score - a.score || a.metric.label.length - b.metric.label.length);
  const left = new Set(said);
  const chosen: Candidate[] = [];
  for (const candidate of candidates) {
    if (!candidate.taken.every((word) => left.has(word))) continue;
    for (const word of candidate.taken) left.delete(word);
    chosen.push(candidate);
  }
  chosen.sort((a, b) => a.first - b.first);
  return { metrics: chosen.map(({ metric }) => metric), left: said.filter((word) => left.has(word)) };
}

function metricCandidate(
  metric: CatalogMetric,
  explore: CatalogExplore,
  said: string[],
  vocabulary: ReadonlySet<string>,
): Candidate | null {
  const label = words(metric.label).filter((word) => !isStop(word));
  const own = label.filter((word) => !isGeneric(word));
  const taken: string[] = [];
  let points = 0;
  for (const word of own.length > 0 ? own : label) {
    const direct = said.includes(word);
    const spoken = direct ? word : said.find((candidate) => !vocabulary.has(candidate) && synonymsOf(candidate).includes(word));
    if (!spoken || taken.includes(spoken)) continue;
    taken.push(spoken);
    points += direct ? FULL : FULL * SYNONYM_WEIGHT;
  }
  const share = taken.length / Math.max(1, own.length > 0 ? own.length : label.length);
  if (share < 0.5 || taken.length === 0) return null;
  const generic = label.filter(isGeneric);
  const spokenGeneric = generic.filter((word) => said.includes(word));
  const home = metric.id.startsWith(`${explore.name}_`) ? 1 : 0;
  const score = points * (share < 1 ? share / 2 : 1) + 3 * spokenGeneric.length - 2 * (generic.length - spokenGeneric.length) + home;
  const first = Math.min(...taken.map((word) => said.indexOf(word)));
  return { metric, taken: own.length > 0 ? [...taken, ...spokenGeneric] : taken, score, first };
}

/** The dimension that a phrase names best, or null. Intervals of dates are not offered: time has its own words. */
export function matchDimension(phrase: string, explore: CatalogExplore): CatalogDimension | null {
  const said = meaningful(phrase);
  if (said.length === 0) return null;
  let best: { dimension: CatalogDimension; score: number } | null = null;
  for (const dimension of explore.dimensions) {
    if (dimension.interval !== null) continue;
    const score = dimensionScore(dimension, explore, said);
    if (score > 0 && (!best || score > best.score)) best = { dimension, score };
  }
  return best?.dimension ?? null;
}

function dimensionScore(dimension: CatalogDimension, explore: CatalogExplore, said: string[]): number {
  const label = words(dimension.label).filter((word) => !isStop(word));
  const all = new Set([...label, ...words(dimension.id)]);
  const direct = said.filter((word) => all.has(word)).length;
  const bySynonym = said.filter((word) => !all.has(word) && synonymsOf(word).some((synonym) => all.has(synonym))).length;
  const covered = (direct + bySynonym * 0.6) / said.length;
  if (covered < 0.55) return 0;
  // A distant word for a number is more likely a misunderstanding.
  if (direct === 0 && dimension.type !== 'string' && dimension.type !== 'boolean') return 0;
  const exact = label.length === said.length && label.every((word) => said.includes(word)) ? 1 : 0;
  const fromLabel = label.length === 0 ? 0 : said.filter((word) => label.includes(word)).length / label.length;
  const named = dimension.id.endsWith('_name') ? 0.4 : 0;
  return covered * 2 + exact * 2 + fromLabel + named + suitability(dimension) + (dimension.id.startsWith(`${explore.name}_`) ? 0.1 : 0);
}

/** Names make better groups than keys, numbers and dates. */
function suitability(dimension: CatalogDimension): number {
  if (/(^|_)(id|key)$/.test(dimension.id)) return -1.5;
  if (dimension.type === 'string') return 0.5;
  return dimension.type === 'boolean' ? 0.2 : -0.5;
}

/** Whether a phrase and a dimension share a word, rather than only meaning the same. */
export function namesDirectly(phrase: string, { label, id }: CatalogDimension): boolean {
  const known = new Set([...words(label), ...words(id)]);
  return meaningful(phrase).some((word) => known.has(word));
}
