import { describe, expect, test } from 'vitest';
import { fixtureCatalog } from './fixture-catalogs.ts';
import { makePlan } from './make-plan.ts';
import { type Block, charts, kpis, tables } from './plan.ts';

const retail = fixtureCatalog('retail');
const bikeshare = fixtureCatalog('bikeshare');

const idsOf = (name: string): string[] => {
  const explore = retail.explores.find((candidate) => candidate.name === name);
  return [...(explore?.metrics ?? []), ...(explore?.dimensions ?? [])].map(({ id }) => id);
};
const fieldsOf = (block: Block): string[] => {
  if (block.kind !== 'chart') return [...block.metrics, ...(block.kind === 'table' ? block.dimensions : [])].map(({ id }) => id);
  return [block.x.id, block.metric.id, ...(block.split ? [block.split.id] : [])];
};

describe('a plan for a wish', () => {
  test('a word that only another explore knows is not said to be missing when it is shown', () => {
    const { plan, notes } = makePlan('top 5 products by revenue and sessions by device', retail);
    expect(tables(plan)).toMatchObject([{ explore: 'order_items', limit: 5 }]);
    expect(notes.filter((note) => note.includes('found nothing'))).toEqual([]);
  });

  test('“Revenue and orders by month, split by region, with a table of the top customers”', () => {
    const { plan, notes } = makePlan('Revenue and orders by month, split by region, with a table of the top customers', retail);
    expect(notes).toEqual([]);
    expect(plan.title).toBe('Revenue and orders by month');
    expect(kpis(plan)[0]?.metrics.map(({ id }) => id)).toEqual(['orders_total_revenue', 'orders_order_count']);
    expect(charts(plan)).toMatchObject([
      {
        chart: 'line',
        time: true,
        x: { id: 'orders_order_date_month' },
        metric: { id: 'orders_total_revenue' },
        split: { id: 'regions_region_name' },
      },
      {
        chart: 'line',
        time: true,
        x: { id: 'orders_order_date_month' },
        metric: { id: 'orders_order_count' },
        split: { id: 'regions_region_name' },
      },
    ]);
    expect(tables(plan)).toMatchObject([
      {
        dimensions: [{ id: 'customers_customer_name' }],
        metrics: [{ id: 'orders_total_revenue' }, { id: 'orders_order_count' }],
        limit: 10,
      },
    ]);
  });

  test('“top 5 products by revenue” goes to the explore that has products', () => {
    const { plan } = makePlan('top 5 products by revenue', retail);
    expect(charts(plan)).toMatchObject([
      { explore: 'order_items', x: { id: 'products_product_name' }, metric: { id: 'order_items_item_revenue' }, top: 5 },
    ]);
    expect(tables(plan)).toMatchObject([{ limit: 5 }]);
  });

  test('“trips per week by member type” finds what the model calls a plan', () => {
    const { plan, notes } = makePlan('trips per week by member type', bikeshare);
    expect(notes).toEqual([]);
    expect(charts(plan)).toMatchObject([
      { x: { id: 'trips_departed_at_week' }, metric: { id: 'trips_trip_count' }, split: { id: 'members_plan' } },
    ]);
  });

  test('“sessions and conversion by device in 2025” filters by whole days', () => {
    const { plan, notes } = makePlan('sessions and conversion by device in 2025', retail);
    expect(notes).toEqual([]);
    expect(charts(plan).map(({ metric }) => metric.id)).toEqual(['sessions_session_count', 'sessions_conversion_rate']);
    expect(charts(plan)[0]).toMatchObject({ chart: 'bar', time: false, x: { id: 'sessions_device' } });
    expect(plan.period).toMatchObject({ kind: 'between', from: '2025-01-01', to: '2025-12-31' });
    expect(plan.periodFields).toEqual({ sessions: 'sessions_started_at_day' });
  });

  test.each([
    [
      'sales by country over time',
      { x: { id: 'orders_order_date_month' }, split: { id: 'regions_country' }, metric: { id: 'orders_total_revenue' } },
    ],
    ['How is our return rate developing per quarter?', { x: { id: 'orders_order_date_quarter' }, metric: { id: 'orders_return_rate' } }],
    ['the share of revenue by sales channel as a pie chart', { chart: 'donut', x: { id: 'orders_channel' } }],
    ['revenue last 12 months by channel; stacked bars', { chart: 'bar', stacked: true, split: { id: 'orders_channel' }, time: true }],
    ['average order value by segment', { metric: { id: 'orders_average_order_value' }, x: { id: 'customers_segment' } }],
    ['orders by weekday', { x: { id: 'orders_ordered_at_day_of_week_name' }, time: false, chart: 'bar' }],
  ])('“%s”', (prompt, chart) => {
    expect(charts(makePlan(prompt, retail).plan)[0]).toMatchObject(chart);
  });

  test('says plainly what it cannot do', () => {
    const { plan, notes } = makePlan('A heat map of orders by weekday with a forecast and the weather', retail);
    expect(notes.join('\n')).toMatch(/heat map[\s\S]*forecast[\s\S]*weather/);
    expect(charts(plan)).toHaveLength(1);
  });

  test('makes an overview of nonsense, and says so', () => {
    for (const prompt of ['asdf qwer zxcv', '', '???', '\u{1F600}']) {
      const { plan, notes } = makePlan(prompt, retail);
      expect(charts(plan).length, prompt).toBeGreaterThan(0);
      expect(notes[0]).toMatch(/nothing of your wish.*overview of Orders/);
    }
  });

  test('shows nothing of an empty catalog, and says so', () => {
    const { plan, notes } = makePlan('Revenue by month', { explores: [] });
    expect(plan.blocks).toEqual([]);
    expect(notes[0]).toMatch(/no metric/);
  });

  test('names fields of one explore only in each block', () => {
    const prompts = [
      'revenue, sessions, products and margin by everything',
      'customers by region, top 10 brands by gross profit, and conversion rate',
    ];
    for (const block of prompts.flatMap((prompt) => makePlan(prompt, retail).plan.blocks)) {
      expect(idsOf(block.explore)).toEqual(expect.arrayContaining(fieldsOf(block)));
    }
  });
});
