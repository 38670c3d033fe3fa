import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FilterOperator, MetricQuery } from '#lib/contracts/query.ts';
import { explorerPath } from './paths.ts';
import { decodeQuery, encodeQuery } from './query-url.ts';

const fieldId = fc.string({ minLength: 1, maxLength: 30, unit: 'grapheme' });
const value = fc.oneof(fc.string({ maxLength: 20, unit: 'grapheme' }), fc.integer(), fc.boolean(), fc.constant(null));
const rule = fc.record({
  id: fc.string({ maxLength: 5 }),
  target: fc.record({ fieldId }),
  operator: fc.constantFrom(...FilterOperator.options),
  values: fc.array(value, { maxLength: 4 }),
});
const { group } = fc.letrec<{ item: unknown; group: unknown }>((tie) => ({
  item: fc.oneof({ depthSize: 'small' }, rule, tie('group')),
  group: fc.oneof(fc.record({ and: fc.array(tie('item'), { maxLength: 3 }) }), fc.record({ or: fc.array(tie('item'), { maxLength: 3 }) })),
}));
const anyQuery = fc
  .record(
    {
      explore: fieldId,
      dimensions: fc.array(fieldId, { maxLength: 4 }),
      metrics: fc.array(fieldId, { maxLength: 4 }),
      filters: fc.record({ dimensions: group, metrics: group }, { requiredKeys: [] }),
      sorts: fc.array(fc.record({ fieldId, descending: fc.boolean() }), { maxLength: 3 }),
      limit: fc.integer({ min: 1, max: 5000 }),
      timezone: fc.constantFrom('Europe/Berlin', 'UTC'),
    },
    { requiredKeys: ['explore'] },
  )
  .map((input) => MetricQuery.parse(input));

describe('a query in an address', () => {
  it('comes back as it was written', () => {
    fc.assert(
      fc.property(anyQuery, (query) => {
        expect(decodeQuery(encodeQuery(query))).toEqual({ ok: true, query });
      }),
    );
  });

  it('needs no escaping, and survives being read from an address', () => {
    fc.assert(
      fc.property(anyQuery, (query) => {
        const text = encodeQuery(query);
        expect(text).toMatch(/^[\w-]+$/);
        const address = new URL(explorerPath('p 1', query), 'http://localhost');
        expect(address.searchParams.get('query')).toBe(text);
        expect(address.pathname).toBe('/projects/p%201/explore');
      }),
    );
  });

  it('is never half read: whatever stands there is a query or a message', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const decoded = decodeQuery(text);
        expect(decoded.ok ? decoded.query.explore : decoded.message).not.toBe('');
      }),
    );
  });

  it('leaves out what is a default', () => {
    expect(atob(encodeQuery({ explore: 'orders', dimensions: [], limit: 500 }))).toBe('{"explore":"orders"}');
  });

  it('may be plain JSON, written by hand', () => {
    expect(decodeQuery('{"explore":"orders","metrics":["orders_order_count"]}')).toMatchObject({
      ok: true,
      query: { explore: 'orders', metrics: ['orders_order_count'], limit: 500 },
    });
  });

  it('says what does not fit', () => {
    expect(decodeQuery('{"explore":"orders","limit":0}')).toMatchObject({ ok: false, message: expect.stringContaining('limit') });
    expect(decodeQuery('{"explore":"orders","pivot":1}')).toMatchObject({ ok: false, message: expect.stringContaining('pivot') });
    expect(decodeQuery(encodeQuery({ explore: 'orders' }).slice(0, -3))).toMatchObject({
      ok: false,
      message: expect.stringContaining('Copy it again'),
    });
  });
});

describe('the address of the explorer', () => {
  it('names the project, the query and the app one comes from', () => {
    expect(explorerPath('p')).toBe('/projects/p/explore');
    expect(explorerPath('p', { explore: 'orders' }, { appId: 'app_1' })).toMatch(/^\/projects\/p\/explore\?query=[\w-]+&app=app_1$/);
  });
});
