import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MetricQuery, type MetricQueryInput } from '#lib/contracts/query.ts';
import { pairQueries } from './pair-queries.ts';
import { queryChanges, queryTitle } from './query-changes.ts';

const LABELS: Record<string, string> = { revenue: 'Revenue', orders: 'Order count', region: 'Region', month: 'Order month' };
const labelOf = (id: string) => LABELS[id] ?? id;
const q = (input: Partial<MetricQueryInput>) => MetricQuery.parse({ explore: 'orders', ...input });
const is = (fieldId: string, ...values: string[]) => ({ id: 'x', target: { fieldId }, operator: 'equals' as const, values });
const where = (...and: ReturnType<typeof is>[]) => ({ filters: { dimensions: { and } } });
const changes = (before: Partial<MetricQueryInput>, after: Partial<MetricQueryInput>) => queryChanges(q(before), q(after), labelOf);

describe('queries of two versions', () => {
  const byRegion = q({ metrics: ['revenue'], dimensions: ['region'] });

  it('that mean the same are no change, whatever their order and the ids of their filters', () => {
    const one = q({
      metrics: ['revenue', 'orders'],
      dimensions: ['region', 'month'],
      ...where(is('region', 'EMEA', 'APAC'), is('month', '1')),
    });
    const two = q({
      metrics: ['orders', 'revenue'],
      dimensions: ['month', 'region'],
      filters: { dimensions: { and: [{ ...is('month', '1'), id: 'other' }, { or: [is('region', 'APAC', 'EMEA')] }] } },
    });
    expect(pairQueries([one], [two])).toEqual({ added: [], removed: [], changed: [] });
  });

  it('with another filter are one changed query, not one removed and one added', () => {
    const filtered = q({ metrics: ['revenue'], dimensions: ['region'], ...where(is('region', 'EMEA')) });
    expect(pairQueries([byRegion], [filtered])).toEqual({ added: [], removed: [], changed: [{ before: byRegion, after: filtered }] });
  });

  it('of another explore, or without a field in common, are new', () => {
    const other = q({ explore: 'customers', metrics: ['revenue'] });
    const apart = q({ metrics: ['orders'], dimensions: ['month'] });
    expect(pairQueries([byRegion], [other, apart])).toEqual({ added: [other, apart], removed: [byRegion], changed: [] });
  });

  it('are paired with the one they are most like', () => {
    const both = q({ metrics: ['revenue', 'orders'], dimensions: ['region'] });
    const total = q({ metrics: ['revenue'] });
    const filteredTotal = q({ metrics: ['revenue'], ...where(is('region', 'EMEA')) });
    expect(pairQueries([byRegion, total], [filteredTotal, both]).changed).toEqual([
      { before: total, after: filteredTotal },
      { before: byRegion, after: both },
    ]);
  });

  const any = fc.array(
    fc
      .record({
        explore: fc.constantFrom('orders', 'customers'),
        metrics: fc.subarray(['revenue', 'orders']),
        dimensions: fc.subarray(['region', 'month']),
        limit: fc.constantFrom(10, 500),
      })
      .map((input) => MetricQuery.parse(input)),
    { maxLength: 6 },
  );
  it('are all accounted for, each once, and the same answer comes each time', () => {
    fc.assert(
      fc.property(any, any, (before, after) => {
        const { added, removed, changed } = pairQueries(before, after);
        const text = (list: readonly MetricQuery[]) => new Set(list.map((query) => JSON.stringify(query)));
        const shared = [...text(before)].filter((one) => text(after).has(one));
        expect(text([...added, ...changed.map((pair) => pair.after)]).size).toBe(text(after).size - shared.length);
        expect(text([...removed, ...changed.map((pair) => pair.before)]).size).toBe(text(before).size - shared.length);
        expect(changed.every((pair) => pair.before.explore === pair.after.explore)).toBe(true);
        expect(pairQueries(before, after)).toEqual({ added, removed, changed });
      }),
    );
  });
});

describe('what changed in a query', () => {
  it('is said in the words of the catalog', () => {
    expect(changes({ metrics: ['revenue'] }, { metrics: ['revenue'], ...where(is('region', 'EMEA')) })).toEqual([
      'added filter Region is EMEA',
    ]);
    expect(changes(where(is('region', 'EMEA')), where(is('region', 'EMEA', 'APAC')))).toEqual([
      'changed filter Region is EMEA to Region is EMEA or APAC',
    ]);
    expect(changes(where(is('region', 'EMEA')), {})).toEqual(['removed filter Region is EMEA']);
    expect(changes({ metrics: ['revenue'], dimensions: ['region'] }, { metrics: ['orders'], dimensions: ['region', 'month'] })).toEqual([
      'added metric Order count',
      'removed metric Revenue',
      'added dimension Order month',
    ]);
    expect(changes({ limit: 10 }, { limit: 1000, timezone: 'Europe/Berlin' })).toEqual([
      'limit 10 became 1,000 rows',
      'time zone UTC became Europe/Berlin',
    ]);
  });

  it('names the order of the rows', () => {
    const sorted = (descending: boolean) => ({ metrics: ['revenue'], sorts: [{ fieldId: 'revenue', descending }] });
    expect(changes({ metrics: ['revenue'] }, sorted(true))).toEqual(['sorted by Revenue, highest first']);
    expect(changes(sorted(true), sorted(false))).toEqual(['sorted by Revenue, lowest first instead of Revenue, highest first']);
    expect(changes(sorted(true), { metrics: ['revenue'] })).toEqual(['no longer sorted by Revenue, highest first']);
  });

  it('shows groups and times as one would say them', () => {
    const recent = {
      ...is('month'),
      operator: 'inThePast' as const,
      values: [3],
      settings: { unitOfTime: 'months' as const, completed: true },
    };
    expect(changes({}, { filters: { dimensions: { and: [recent] } } })).toEqual([
      'added filter Order month is in the past 3 completed months',
    ]);
    expect(changes({}, { filters: { dimensions: { or: [is('region', 'EMEA'), is('month', '1')] } } })).toEqual([
      'added filter (Region is EMEA or Order month is 1)',
    ]);
  });

  it('has a title', () => {
    expect(queryTitle(q({ metrics: ['revenue', 'orders'], dimensions: ['region'] }), labelOf)).toBe('Revenue, Order count by Region');
    expect(queryTitle(q({ dimensions: ['region'] }), labelOf)).toBe('Values of Region');
    expect(queryTitle(q({}), labelOf)).toBe('orders');
  });
});
