import { describe, expect, it } from 'vitest';
import type { Catalog, CatalogDimension, CatalogMetric } from '#lib/contracts/catalog.ts';
import { examplePrompts } from './example-prompts.ts';
import { searchCatalog } from './search-catalog.ts';

const dimension = (label: string, change: Partial<CatalogDimension> = {}): CatalogDimension => ({
  id: label.toLowerCase().replaceAll(' ', '_'),
  label,
  type: 'string',
  description: null,
  baseId: null,
  interval: null,
  ...change,
});
const metric = (label: string, change: Partial<CatalogMetric> = {}): CatalogMetric => ({
  id: label.toLowerCase(),
  label,
  type: 'sum',
  format: null,
  description: null,
  ...change,
});
const ORDERS = {
  name: 'orders',
  label: 'Orders',
  description: null,
  dimensions: [
    dimension('Order id'),
    dimension('Region'),
    dimension('Channel'),
    dimension('Customer name'),
    dimension('Order month', { type: 'date', interval: 'MONTH' }),
  ],
  metrics: [metric('Units'), metric('Revenue', { format: { kind: 'currency', currency: 'EUR' } })],
  joins: [],
};

describe('example prompts', () => {
  it('name fields that the catalog has, money first, and never an id', () => {
    const prompts = examplePrompts({ explores: [ORDERS] });
    expect(prompts[0]).toBe('Revenue and units by month, split by region');
    expect(prompts.join(' ')).not.toContain('order id');
    expect(prompts).toHaveLength(4);
  });

  it('never split a chart by things that are too many for it', () => {
    const own = { ...ORDERS, label: 'Channels', dimensions: ORDERS.dimensions.filter(({ label }) => label !== 'Region') };
    expect(examplePrompts({ explores: [own] }).join(' ')).not.toContain('split by channel');
    expect(examplePrompts({ explores: [ORDERS] })[1]).toBe('The top 10 customers by revenue, with their units, as a table');
  });

  it('are none for a catalog without metrics', () => {
    const empty: Catalog = { explores: [{ ...ORDERS, metrics: [] }] };
    expect(examplePrompts(empty)).toEqual([]);
  });

  it('need no time and no second metric', () => {
    const small = { ...ORDERS, dimensions: [dimension('Region')], metrics: [metric('Revenue')] };
    expect(examplePrompts({ explores: [small] })).toEqual(['Revenue by region']);
  });
});

describe('searching the catalog', () => {
  it('keeps the fields that hold every word', () => {
    const [found] = searchCatalog({ explores: [ORDERS] }, 'cust NAME');
    expect(found?.dimensions.map((field) => field.label)).toEqual(['Customer name']);
    expect(found?.metrics).toEqual([]);
  });

  it('keeps all of an explore whose name matches, and nothing where nothing matches', () => {
    expect(searchCatalog({ explores: [ORDERS] }, 'orders')).toEqual([ORDERS]);
    expect(searchCatalog({ explores: [ORDERS] }, 'weather')).toEqual([]);
  });
});
