import { describe, expect, it } from 'vitest';
import { MetricQuery, type MetricQueryInput } from '#lib/contracts/query.ts';
import { cycleSort, filtersOf, newFilter, toggleField, unknownFields, withFilters, withoutFields } from './edit-query.ts';
import type { ExploreField } from './explore-fields.ts';

const q = (input: Partial<MetricQueryInput> = {}) => MetricQuery.parse({ explore: 'orders', ...input });
const field = (change: Partial<ExploreField>): ExploreField => ({
  id: 'region',
  label: 'Region',
  kind: 'dimension',
  type: 'string',
  description: null,
  ...change,
});
const rule = (fieldId: string) => ({ id: '', target: { fieldId }, operator: 'equals' as const, values: ['x'] });

describe('editing a query', () => {
  it('adds a field at the end, and takes its sort along when it goes', () => {
    const both = toggleField(toggleField(q(), { id: 'region', kind: 'dimension' }), { id: 'orders', kind: 'metric' });
    expect(both).toMatchObject({ dimensions: ['region'], metrics: ['orders'] });
    const sorted = cycleSort(both, 'region');
    expect(toggleField(sorted, { id: 'region', kind: 'dimension' })).toMatchObject({ dimensions: [], sorts: [] });
  });

  it('sorts upwards, then downwards, then not', () => {
    const up = cycleSort(q(), 'region');
    expect(up.sorts).toEqual([{ fieldId: 'region', descending: false }]);
    const down = cycleSort(up, 'region');
    expect(down.sorts).toEqual([{ fieldId: 'region', descending: true }]);
    expect(cycleSort(down, 'region').sorts).toEqual([]);
  });

  it('keeps a group from elsewhere whole, beside new filters', () => {
    const group = { or: [rule('a'), rule('b')] };
    const query = q({ filters: { dimensions: group } });
    expect(filtersOf(query, 'dimensions')).toEqual([group]);
    expect(withFilters(query, 'dimensions', [group, rule('c')]).filters).toEqual({ dimensions: { and: [group, rule('c')] } });
    expect(withFilters(query, 'dimensions', []).filters).toEqual({});
  });

  it('begins a filter with what fits the field', () => {
    expect(newFilter(field({}))).toMatchObject({ operator: 'equals', values: [] });
    expect(newFilter(field({ type: 'date' }))).toMatchObject({ operator: 'inThePast', values: [12], settings: { unitOfTime: 'months' } });
    expect(newFilter(field({ kind: 'metric', type: 'number' }))).toMatchObject({ operator: 'greaterThan' });
    expect(newFilter(field({ type: 'boolean' }))).toMatchObject({ operator: 'equals', values: [true] });
  });

  it('names the fields that are gone, wherever they stand, and takes them out', () => {
    const query = q({
      dimensions: ['region', 'gone'],
      metrics: ['lost'],
      sorts: [{ fieldId: 'gone' }, { fieldId: 'region' }],
      filters: { dimensions: { and: [rule('region'), { or: [rule('region'), rule('deep')] }] } },
    });
    const gone = unknownFields(query, new Map([['region', field({})]]));
    expect(gone).toEqual(['gone', 'lost', 'deep']);
    expect(withoutFields(query, gone)).toEqual(
      q({ dimensions: ['region'], sorts: [{ fieldId: 'region' }], filters: { dimensions: { and: [rule('region')] } } }),
    );
  });
});
