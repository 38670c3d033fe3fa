import { conjuncts, filterWords, isRule } from '#lib/contracts/filter-words.ts';
import type { FilterItem, MetricQuery, Sort } from '#lib/contracts/query.ts';
import { filterMeaning } from './pair-queries.ts';

export type LabelOf = (fieldId: string) => string;

/** A query in a line: "Revenue, Order count by Region". */
export function queryTitle({ metrics, dimensions, explore }: MetricQuery, labelOf: LabelOf): string {
  const what = metrics.map(labelOf).join(', ');
  const by = dimensions.map(labelOf).join(', ');
  if (what !== '' && by !== '') return `${what} by ${by}`;
  return what || (by === '' ? explore : `Values of ${by}`);
}

/** What changed from one query to another, one sentence each, in the words of the catalog. */
export function queryChanges(before: MetricQuery, after: MetricQuery, labelOf: LabelOf): string[] {
  return [
    ...fieldChanges('metric', before.metrics, after.metrics, labelOf),
    ...fieldChanges('dimension', before.dimensions, after.dimensions, labelOf),
    ...filterChanges(before, after, labelOf),
    ...sortChanges(before.sorts, after.sorts, labelOf),
    ...(before.limit === after.limit ? [] : [`limit ${count(before.limit)} became ${count(after.limit)} rows`]),
    ...(before.timezone === after.timezone ? [] : [`time zone ${before.timezone ?? 'UTC'} became ${after.timezone ?? 'UTC'}`]),
  ];
}

function fieldChanges(kind: string, before: readonly string[], after: readonly string[], labelOf: LabelOf): string[] {
  return [
    ...after.filter((id) => !before.includes(id)).map((id) => `added ${kind} ${labelOf(id)}`),
    ...before.filter((id) => !after.includes(id)).map((id) => `removed ${kind} ${labelOf(id)}`),
  ];
}

function filterChanges(before: MetricQuery, after: MetricQuery, labelOf: LabelOf): string[] {
  const items = (query: MetricQuery) => (['dimensions', 'metrics'] as const).flatMap((part) => conjuncts(query.filters[part]));
  const [olds, news] = [items(before), items(after)];
  const gone = olds.filter((old) => !holds(news, old));
  const fresh = news.filter((now) => !holds(olds, now));
  const words = (item: FilterItem) => filterWords(item, labelOf);
  const changes: string[] = [];
  for (const now of fresh) {
    const index = gone.findIndex((old) => isRule(old) && isRule(now) && old.target.fieldId === now.target.fieldId);
    const [old] = index === -1 ? [] : gone.splice(index, 1);
    changes.push(old === undefined ? `added filter ${words(now)}` : `changed filter ${words(old)} to ${words(now)}`);
  }
  return [...changes, ...gone.map((old) => `removed filter ${words(old)}`)];
}

const holds = (items: readonly FilterItem[], item: FilterItem): boolean => items.some((one) => filterMeaning(one) === filterMeaning(item));

function sortChanges(before: readonly Sort[], after: readonly Sort[], labelOf: LabelOf): string[] {
  const words = (sorts: readonly Sort[]) =>
    sorts.map(({ fieldId, descending }) => `${labelOf(fieldId)}, ${descending ? 'highest first' : 'lowest first'}`).join('; then ');
  if (words(before) === words(after)) return [];
  if (after.length === 0) return [`no longer sorted by ${words(before)}`];
  return [`sorted by ${words(after)}${before.length === 0 ? '' : ` instead of ${words(before)}`}`];
}

const count = (limit: number): string => limit.toLocaleString('en-US');
