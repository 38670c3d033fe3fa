import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { catalogOf } from './catalog.ts';
import { catalogFiles } from './describe.ts';
import { loadSemanticModel } from './load.ts';

it('writes an index and one file an explore, with one whole field on each line', async () => {
  const catalog = catalogOf(await loadSemanticModel('examples/retail'));
  const files = new Map(catalogFiles(catalog).map(({ path, text }) => [path, text]));
  expect(files.get('index.md')).toMatch(/^- `orders` — Orders: Orders of the shop, one row each\. \(\d+ dimensions, \d+ metrics\)$/m);
  const text = files.get('explores/orders.yml') ?? '';
  const parsed = parse(text);
  expect(Object.keys(parsed)).toEqual(['name', 'label', 'description', 'dimensions', 'metrics', 'joins']);
  expect(text.split('\n').filter((line) => line.includes('{ id: '))).toHaveLength(parsed.dimensions.length + parsed.metrics.length);
  expect(parsed.dimensions).toContainEqual({
    id: 'orders_order_date_month',
    label: 'Order date month',
    type: 'date',
    interval_of: 'orders_order_date',
    interval: 'MONTH',
    description: 'Day of the order.',
  });
  expect(parsed.metrics).toContainEqual({
    id: 'orders_total_revenue',
    label: 'Revenue',
    type: 'sum',
    format: { kind: 'currency', currency: 'USD', decimals: 0 },
    description: expect.any(String),
  });
  expect(parsed.joins).toContainEqual({ table: 'regions', label: 'Regions' });
});

it('offers no hidden field and no metric that would count rows twice', async () => {
  const catalog = catalogOf(await loadSemanticModel('examples/retail'));
  const items = catalog.explores.find(({ name }) => name === 'order_items');
  const ids = [...(items?.dimensions ?? []), ...(items?.metrics ?? [])].map(({ id }) => id);
  expect(ids).not.toContain('orders_total_revenue');
  expect(ids).not.toContain('order_items_order_id');
  expect(ids).toContain('orders_unique_customers');
});
