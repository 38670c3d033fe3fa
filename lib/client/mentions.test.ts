import { describe, expect, it } from 'vitest';
import type { Catalog } from '#lib/contracts/catalog.ts';
import { insertMention, mentionAt, mentionFields, searchMentions } from './mentions.ts';

const metric = (id: string, label: string) => ({ id, label, type: 'sum', format: null, description: null });
const dimension = (id: string, label: string, interval: string | null = null) => ({
  id,
  label,
  type: 'string' as const,
  description: null,
  baseId: null,
  interval,
});
const region = dimension('regions_region', 'Region');
const CATALOG: Catalog = {
  explores: [
    {
      name: 'orders',
      label: 'Orders',
      description: null,
      dimensions: [dimension('orders_order_date_month', 'Order month', 'MONTH'), dimension('orders_order_date', 'Order date'), region],
      metrics: [metric('orders_total_revenue', 'Total revenue'), metric('orders_order_count', 'Order count')],
      joins: [],
    },
    { name: 'regions', label: 'Regions', description: null, dimensions: [region], metrics: [], joins: [] },
  ],
};
const FIELDS = mentionFields(CATALOG);
const found = (query: string) => searchMentions(FIELDS, query).map(({ id }) => id);

describe('fields to mention', () => {
  it('are each offered once, with all explores that have them, the own one first', () => {
    expect(FIELDS.filter(({ id }) => id === 'regions_region')).toMatchObject([{ kind: 'dimension', explores: ['Regions', 'Orders'] }]);
  });

  it('are found by words of their label or id, best first, intervals after their dimension', () => {
    expect(found('rev')).toEqual(['orders_total_revenue']);
    expect(found('ord').slice(0, 3)).toEqual(['orders_order_count', 'orders_order_date', 'orders_order_date_month']);
    expect(found('orders_total')).toEqual(['orders_total_revenue']);
    expect(found('weather')).toEqual([]);
    expect(found('')).toHaveLength(5);
  });
});

describe('a mention that is being typed', () => {
  it('begins at an @ of its own and ends at the caret', () => {
    expect(mentionAt('show @rev', 9)).toEqual({ from: 5, query: 'rev' });
    expect(mentionAt('@', 1)).toEqual({ from: 0, query: '' });
    expect(mentionAt('me@example', 10)).toBeNull();
    expect(mentionAt('show @rev by', 12)).toBeNull();
    expect(mentionAt('show @revenue', 9)).toBeNull();
  });

  it('is replaced by the id of the field, with one space after it', () => {
    const text = 'show @rev by month';
    expect(insertMention(text, { from: 5, query: 'rev' }, 'orders_total_revenue')).toEqual({
      text: 'show @orders_total_revenue by month',
      caret: 27,
    });
    expect(insertMention('@r', { from: 0, query: 'r' }, 'regions_region')).toEqual({ text: '@regions_region ', caret: 16 });
  });
});
