import { conjuncts, isRule } from '#lib/contracts/filter-words.ts';
import type { FilterItem, MetricQuery } from '#lib/contracts/query.ts';

export interface PairedQueries {
  readonly added: readonly MetricQuery[];
  readonly removed: readonly MetricQuery[];
  readonly changed: readonly { before: MetricQuery; after: MetricQuery }[];
}

/**
 * Which query of the newer version is which of the older one. Queries that mean the same drop out. Of the others those
 * with the same explore and a field in common belong together, the most alike first, so that a query with another
 * filter is a changed query and not a new one.
 */
export function pairQueries(before: readonly MetricQuery[], after: readonly MetricQuery[]): PairedQueries {
  const [olds, news] = withoutEqual(before, after);
  const candidates = olds.flatMap((old, from) =>
    news.flatMap((now, to) => {
      const score = likeness(old, now);
      return score > 0 ? [{ from, to, score }] : [];
    }),
  );
  candidates.sort((a, b) => b.score - a.score || a.to - b.to || a.from - b.from);
  const from = new Set<number>();
  const pairs = new Map<number, number>();
  for (const pair of candidates) {
    if (from.has(pair.from) || pairs.has(pair.to)) continue;
    from.add(pair.from);
    pairs.set(pair.to, pair.from);
  }
  return {
    added: news.filter((_, index) => !pairs.has(index)),
    removed: olds.filter((_, index) => !from.has(index)),
    changed: news.flatMap((now, index) => {
      const old = olds[pairs.get(index) ?? -1];
      return old === undefined ? [] : [{ before: old, after: now }];
    }),
  };
}

/** Each meaning once on each side, and only the meanings that the other side lacks. */
function withoutEqual(before: readonly MetricQuery[], after: readonly MetricQuery[]): [MetricQuery[], MetricQuery[]] {
  const byMeaning = (queries: readonly MetricQuery[]) => new Map(queries.map((query) => [meaningOf(query), query]));
  const [olds, news] = [byMeaning(before), byMeaning(after)];
  const only = (mine: Map<string, MetricQuery>, others: Map<string, MetricQuery>) =>
    [...mine].filter(([meaning]) => !others.has(meaning)).map(([, query]) => query);
  return [only(olds, news), only(news, olds)];
}

/** The same text for queries that give the same rows: the order of fields and filters and the ids of filters say nothing. */
function meaningOf(query: MetricQuery): string {
  const { explore, dimensions, metrics, filters, sorts, limit, timezone } = query;
  const group = (part: 'dimensions' | 'metrics') => conjuncts(filters[part]).map(filterMeaning).toSorted();
  return JSON.stringify([
    explore,
    dimensions.toSorted(),
    metrics.toSorted(),
    group('dimensions'),
    group('metrics'),
    sorts.map(({ fieldId, descending }) => [fieldId, descending]),
    limit,
    timezone ?? null,
  ]);
}

/** The same text for filters that let the same rows through. */
export function filterMeaning(item: FilterItem): string {
  if (!isRule(item)) {
    const [word, items] = 'and' in item ? ['and', item.and] : ['or', item.or];
    return JSON.stringify([word, items.map(filterMeaning).toSorted()]);
  }
  const { target, operator, values, settings } = item;
  const ordered = operator === 'inBetween' || operator === 'notInBetween';
  const shown = ordered ? values.map(String) : values.map(String).toSorted();
  return JSON.stringify([target.fieldId, operator, shown, settings?.unitOfTime ?? null, settings?.completed ?? false]);
}

/** 0 for queries that have nothing to do with each other; metrics weigh more than dimensions, these more than filters. */
function likeness(a: MetricQuery, b: MetricQuery): number {
  if (a.explore !== b.explore) return 0;
  if (common(a.metrics, b.metrics).length + common(a.dimensions, b.dimensions).length === 0) return 0;
  const filters = (query: MetricQuery) =>
    (['dimensions', 'metrics'] as const).flatMap((part) => conjuncts(query.filters[part]).map(filterMeaning));
  return (
    2 * overlap(a.metrics, b.metrics) +
    overlap(a.dimensions, b.dimensions) +
    0.5 * overlap(filters(a), filters(b)) +
    (a.limit === b.limit ? 0.1 : 0)
  );
}

const common = (a: readonly string[], b: readonly string[]): string[] => a.filter((one) => b.includes(one));

/** How much of two lists is common, from 0 to 1. */
function overlap(a: readonly string[], b: readonly string[]): number {
  const all = new Set([...a, ...b]).size;
  return all === 0 ? 1 : new Set(common(a, b)).size / all;
}
