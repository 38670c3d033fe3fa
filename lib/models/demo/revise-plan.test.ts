import { describe, expect, test } from 'vitest';
import { fixtureCatalog } from './fixture-catalogs.ts';
import { makePlan } from './make-plan.ts';
import { charts, kpis, type Plan, parsePlan, tables } from './plan.ts';
import { isRevision, onlyKnown, revisePlan } from './revise-plan.ts';

const retail = fixtureCatalog('retail');
const first = makePlan('Revenue and orders by month, split by region, with a table of the top customers', retail).plan;
const followedBy = (prompt: string, before: Plan = first) => revisePlan(before, prompt, retail);

describe('a follow-up', () => {
  test('“make it a stacked bar and add a filter for region”', () => {
    const { plan, notes } = followedBy('make it a stacked bar and add a filter for region');
    expect(notes).toEqual([]);
    expect(charts(plan).map(({ chart, stacked }) => [chart, stacked])).toEqual([
      ['bar', true],
      ['bar', true],
    ]);
    expect(plan.filters).toMatchObject([{ id: 'regions_region_name', label: 'Region' }]);
    expect(plan.filters[0]?.explores).toContain('orders');
    expect(tables(plan)).toEqual(tables(first));
  });

  test.each([
    ['make it an area chart', { chart: 'area' }],
    ['split by sales channel instead', { split: { id: 'orders_channel' }, title: 'Revenue by month, split by sales channel' }],
    ['by week please, make it weekly', { x: { id: 'orders_order_date_week' }, split: { id: 'regions_region_name' } }],
    ['remove the split', { split: null }],
  ])('“%s” changes the charts', (prompt, chart) => {
    expect(isRevision(prompt, first)).toBe(true);
    const { plan } = followedBy(prompt);
    expect(charts(plan)[0]).toMatchObject(chart);
    expect(tables(plan)).toEqual(tables(first));
  });

  test('“top 5” changes the ranking', () => {
    expect(tables(followedBy('only the top 5').plan)[0]).toMatchObject({ limit: 5, title: 'Top 5 customers by revenue' });
  });

  test.each([
    ['call it "North & South", last 12 months', 'North & South'],
    ['rename it to Sales cockpit', 'Sales cockpit'],
    ['change the title to “Umsätze”', 'Umsätze'],
  ])('“%s” sets the title', (prompt, title) => {
    expect(followedBy(prompt).plan.title).toBe(title);
  });

  test.each([
    ['show only the last 12 months', { kind: 'past', amount: 12, unit: 'months' }],
    ['only 2025', { kind: 'between', from: '2025-01-01' }],
    ['limit it to this year', { kind: 'current', unit: 'years' }],
  ])('“%s” sets the period', (prompt, period) => {
    const { plan } = followedBy(prompt);
    expect(plan.period).toMatchObject(period);
    expect(plan.periodFields).toEqual({ orders: 'orders_order_date' });
  });

  test('adds and removes metrics and tables', () => {
    const added = followedBy('add average order value').plan;
    expect(kpis(added)[0]?.metrics.at(-1)?.id).toBe('orders_average_order_value');
    expect(charts(added)).toHaveLength(3);
    expect(charts(followedBy('remove orders').plan)).toHaveLength(1);
    expect(tables(followedBy('remove the table').plan)).toEqual([]);
    expect(tables(followedBy('add a table of the top 3 sales channels').plan).at(-1)).toMatchObject({
      dimensions: [{ id: 'orders_channel' }],
      limit: 3,
    });
  });

  test('leaves the app as it was and says so when it is not understood', () => {
    const { plan, notes } = followedBy('make it blorp the frobnicator');
    expect(plan).toEqual(first);
    expect(notes.join()).toMatch(/frobnicator/);
    expect(followedBy('make it a scatter plot').notes.join()).toMatch(/scatter/);
    expect(followedBy('make it a pie').notes.join()).toMatch(/A ring cannot show/);
  });

  test('is told from a new wish', () => {
    expect(isRevision('sessions by device per week', first)).toBe(false);
    expect(isRevision('start over: add nothing', first)).toBe(false);
    expect(isRevision('add sessions', first)).toBe(true);
  });
});

describe('a plan file', () => {
  test('is read back, and refused when it is none', () => {
    expect(parsePlan(JSON.stringify(first))).toEqual(first);
    expect(parsePlan('{"version":1,"title":3}')).toBeNull();
    expect(parsePlan('no json')).toBeNull();
  });

  test('loses the fields that the catalog no longer has', () => {
    const explores = retail.explores.map((explore) => ({
      ...explore,
      metrics: explore.metrics.filter(({ id }) => id !== 'orders_order_count'),
    }));
    const plan = onlyKnown(first, { explores });
    expect(charts(plan)).toHaveLength(1);
    expect(kpis(plan)[0]?.metrics).toHaveLength(1);
  });
});
