import { conjuncts } from '#lib/contracts/filter-words.ts';
import type { FilterItem, FilterRule, MetricQuery } from '#lib/contracts/query.ts';
import type { ExploreField } from './explore-fields.ts';

export type FilterPart = 'dimensions' | 'metrics';

/** Adds a field to the query, or takes it out together with the sorts that lean on it. */
export function toggleField(query: MetricQuery, field: Pick<ExploreField, 'id' | 'kind'>): MetricQuery {
  const part = field.kind === 'dimension' ? 'dimensions' : 'metrics';
  const chosen = query[part];
  if (!chosen.includes(field.id)) return { ...query, [part]: [...chosen, field.id] };
  return {
    ...query,
    [part]: chosen.filter((id) => id !== field.id),
    sorts: query.sorts.filter((sort) => sort.fieldId !== field.id),
  };
}

/** Sorts by one field: upwards, then downwards, then as the server does by itself. */
export function cycleSort(query: MetricQuery, fieldId: string): MetricQuery {
  const current = query.sorts.find((sort) => sort.fieldId === fieldId);
  if (current === undefined) return { ...query, sorts: [{ fieldId, descending: false }] };
  return { ...query, sorts: current.descending ? [] : [{ fieldId, descending: true }] };
}

/** The filters of one part that all have to hold, groups included. */
export const filtersOf = (query: MetricQuery, part: FilterPart): readonly FilterItem[] => conjuncts(query.filters[part]);

/** The query with these filters in one part. */
export function withFilters(query: MetricQuery, part: FilterPart, items: readonly FilterItem[]): MetricQuery {
  const { [part]: _gone, ...others } = query.filters;
  return { ...query, filters: items.length === 0 ? others : { ...others, [part]: { and: [...items] } } };
}

/** A new filter of a field, still without a value. */
export function newFilter(field: ExploreField): FilterRule {
  const isTime = field.type === 'date' || field.type === 'timestamp';
  return {
    id: '',
    target: { fieldId: field.id },
    operator: isTime ? 'inThePast' : field.kind === 'metric' ? 'greaterThan' : 'equals',
    values: isTime ? [12] : field.type === 'boolean' ? [true] : [],
    ...(isTime ? { settings: { unitOfTime: 'months' as const, completed: false } } : {}),
  };
}

/** The fields of a query that its explore does not have. */
export function unknownFields(query: MetricQuery, fields: ReadonlyMap<string, unknown>): readonly string[] {
  const named = [
    ...query.dimensions,
    ...query.metrics,
    ...ruleFields(filtersOf(query, 'dimensions')),
    ...ruleFields(filtersOf(query, 'metrics')),
  ];
  return [...new Set(named)].filter((id) => !fields.has(id));
}

/** The query without these fields, wherever they stand. */
export function withoutFields(query: MetricQuery, gone: readonly string[]): MetricQuery {
  const stays = (id: string) => !gone.includes(id);
  const clean: MetricQuery = {
    ...query,
    dimensions: query.dimensions.filter(stays),
    metrics: query.metrics.filter(stays),
    sorts: query.sorts.filter((sort) => stays(sort.fieldId)),
  };
  const keep = (part: FilterPart) => filtersOf(clean, part).filter((item) => ruleFields([item]).every(stays));
  return withFilters(withFilters(clean, 'dimensions', keep('dimensions')), 'metrics', keep('metrics'));
}

function ruleFields(items: readonly FilterItem[]): readonly string[] {
  return items.flatMap((item) => {
    if ('target' in item) return [item.target.fieldId];
    return ruleFields('and' in item ? item.and : item.or);
  });
}
