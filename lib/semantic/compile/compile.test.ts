import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { MetricQuery, type MetricQueryInput } from '#lib/contracts/query.ts';
import { duckdbDialect } from '#lib/warehouse/dialects/duckdb.ts';
import { postgresDialect } from '#lib/warehouse/dialects/postgres.ts';
import { catalogOf } from '../catalog.ts';
import { loadSemanticModel } from '../load.ts';
import type { SemanticModel } from '../model.ts';
import { compile } from './compile.ts';

const NOW = new Date('2026-03-31T22:30:00Z');
let retail: SemanticModel;
let bikeshare: SemanticModel;

beforeAll(async () => {
  retail = await loadSemanticModel('examples/retail');
  bikeshare = await loadSemanticModel('examples/bikeshare');
});

const run = (query: MetricQueryInput, timezone = 'UTC', model = retail) =>
  compile(model, MetricQuery.parse(query), duckdbDialect, { now: NOW, timezone });

const dimensionFilter = (fieldId: string, operator: string, values: unknown[] = [], settings?: object) =>
  run({
    explore: 'orders',
    metrics: ['orders_order_count'],
    filters: { dimensions: { and: [{ target: { fieldId }, operator, values, ...(settings ? { settings } : {}) }] } },
  } as MetricQueryInput);

const where = (sql: string): string | undefined => /^WHERE (.*)$/m.exec(sql)?.[1];

describe('the shape of the SQL', () => {
  it('reads one table when nothing else is asked for', () => {
    const { sql, usedTables, params } = run({ explore: 'orders', metrics: ['orders_total_revenue', 'orders_order_count'] });
    expect(sql).toBe(
      [
        'SELECT',
        '  SUM("orders"."order_total") AS "orders_total_revenue",',
        '  COUNT("orders"."order_id") AS "orders_order_count"',
        'FROM "orders" AS "orders"',
        'ORDER BY 1 DESC NULLS LAST',
        'LIMIT 501',
      ].join('\n'),
    );
    expect(usedTables).toEqual(['orders']);
    expect(params).toEqual([]);
  });

  it('joins what a field needs, and what that join needs', () => {
    const { sql, usedTables } = run({ explore: 'orders', dimensions: ['regions_region_name'], metrics: ['orders_order_count'] });
    expect(usedTables).toEqual(['orders', 'customers', 'regions']);
    expect(sql).toContain(
      'LEFT JOIN "customers" AS "customers" ON "orders"."customer_id" = "customers"."customer_id"\nLEFT JOIN "regions" AS "regions"',
    );
    expect(sql).toContain('GROUP BY 1\n');
  });

  it('joins a table twice under its aliases', () => {
    const query = { explore: 'trips', dimensions: ['origin_station_name', 'destination_station_name'], metrics: ['trips_trip_count'] };
    const { sql, usedTables } = run(query, 'UTC', bikeshare);
    expect(sql).toContain('LEFT JOIN "stations" AS "destination" ON "trips"."to_station" = "destination"."station_key"');
    expect(usedTables).toEqual(['trips', 'stations']);
  });

  it('puts dimension filters into WHERE, metric filters into HAVING, and nests and/or', () => {
    const rule = (fieldId: string, value: string | number) => ({ target: { fieldId }, operator: 'equals' as const, values: [value] });
    const { sql, params } = run({
      explore: 'orders',
      dimensions: ['orders_channel'],
      metrics: ['orders_order_count'],
      filters: {
        dimensions: {
          and: [rule('orders_status', 'completed'), { or: [rule('orders_channel', 'web'), rule('customers_segment', 'Consumer')] }],
        },
        metrics: { and: [{ target: { fieldId: 'orders_order_count' }, operator: 'greaterThan', values: [10] }] },
      },
    });
    expect(where(sql)).toBe(
      '("orders"."status" IN (CAST($1 AS VARCHAR)) AND ("orders"."channel" IN (CAST($2 AS VARCHAR)) OR "customers"."segment" IN (CAST($3 AS VARCHAR))))',
    );
    expect(sql).toContain('HAVING (COUNT("orders"."order_id")) > CAST($4 AS BIGINT)');
    expect(params).toEqual(['completed', 'web', 'Consumer', 10]);
  });

  it('sorts by the first time dimension, else by the first metric downwards, unless told otherwise', () => {
    const order = (query: Partial<MetricQueryInput>) => /^ORDER BY (.*)$/m.exec(run({ explore: 'orders', ...query }).sql)?.[1];
    const metrics = ['orders_order_count'];
    expect(order({ dimensions: ['orders_status', 'orders_order_date_month'], metrics })).toBe('2 ASC NULLS LAST, 1 ASC NULLS LAST');
    expect(order({ dimensions: ['orders_status'], metrics })).toBe('2 DESC NULLS LAST, 1 ASC NULLS LAST');
    expect(order({ dimensions: ['orders_status'] })).toBe('1 ASC NULLS LAST');
    expect(order({ dimensions: ['orders_status'], metrics, sorts: [{ fieldId: 'orders_status', descending: true }] })).toBe(
      '1 DESC NULLS LAST',
    );
  });

  it('asks for one row more than the limit', () => {
    expect(run({ explore: 'orders', metrics: ['orders_order_count'], limit: 7 }).sql).toMatch(/LIMIT 8$/);
  });

  it('shifts timestamps and never dates into the query zone', () => {
    const dimensions = ['orders_ordered_at_day', 'orders_order_date_month'];
    const { sql } = run({ explore: 'orders', dimensions }, 'Europe/Berlin');
    expect(sql).toContain(`CAST((CAST("orders"."ordered_at" AS TIMESTAMPTZ) AT TIME ZONE 'Europe/Berlin') AS DATE)`);
    expect(sql).toContain(`CAST(date_trunc('month', "orders"."order_date") AS DATE)`);
  });

  it('describes each column', () => {
    const { columns } = run({
      explore: 'orders',
      dimensions: ['orders_order_date_month'],
      metrics: ['orders_total_revenue', 'customers_first_sign_up'],
    });
    expect(columns).toEqual([
      { id: 'orders_order_date_month', label: 'Order date month', kind: 'dimension', type: 'date', format: null },
      {
        id: 'orders_total_revenue',
        label: 'Revenue',
        kind: 'metric',
        type: 'number',
        format: { kind: 'currency', currency: 'USD', decimals: 0 },
      },
      { id: 'customers_first_sign_up', label: 'First sign-up', kind: 'metric', type: 'date', format: null },
    ]);
  });
});

describe('filters', () => {
  it.each([
    ['equals', ['a', 'b'], '"orders"."status" IN (CAST($1 AS VARCHAR), CAST($2 AS VARCHAR))'],
    ['equals', ['a', null], '("orders"."status" IN (CAST($1 AS VARCHAR)) OR "orders"."status" IS NULL)'],
    ['equals', [null], '"orders"."status" IS NULL'],
    ['notEquals', ['a'], '("orders"."status" NOT IN (CAST($1 AS VARCHAR)) OR "orders"."status" IS NULL)'],
    ['notEquals', ['a', null], '("orders"."status" NOT IN (CAST($1 AS VARCHAR)) AND "orders"."status" IS NOT NULL)'],
    ['isNull', [], '"orders"."status" IS NULL'],
    ['notNull', [], '"orders"."status" IS NOT NULL'],
    ['startsWith', ['a'], '(starts_with("orders"."status", CAST($1 AS VARCHAR)))'],
    ['include', ['%'], '(strpos("orders"."status", CAST($1 AS VARCHAR)) > 0)'],
    ['doesNotInclude', ['a'], '(NOT (strpos("orders"."status", CAST($1 AS VARCHAR)) > 0) OR "orders"."status" IS NULL)'],
    ['equals', [], 'TRUE'],
  ])('%s %j on text', (operator, values, sql) => {
    expect(where(dimensionFilter('orders_status', operator, values).sql)).toBe(sql);
  });

  it.each([
    ['inThePast', [3], { unitOfTime: 'months', completed: true }, ['2025-12-01', '2026-03-01']],
    ['inThePast', [1], { unitOfTime: 'months' }, ['2026-02-28', '2026-03-31']],
    ['inThePast', [2], { unitOfTime: 'weeks', completed: true }, ['2026-03-16', '2026-03-30']],
    ['inTheNext', [1], { unitOfTime: 'quarters', completed: true }, ['2026-04-01', '2026-07-01']],
    ['inTheNext', [10], undefined, ['2026-03-31', '2026-04-10']],
    ['inTheCurrent', [], { unitOfTime: 'years' }, ['2026-01-01', '2027-01-01']],
    ['notInTheCurrent', [], { unitOfTime: 'quarters' }, ['2026-01-01', '2026-04-01']],
    ['inBetween', ['2026-01-01', '2026-01-31'], undefined, ['2026-01-01', '2026-01-31']],
  ])('%s %j %j on a date', (operator, values, settings, params) => {
    expect(dimensionFilter('orders_order_date', operator, values, settings).params).toEqual(params);
  });

  it('takes "today" from the query zone', () => {
    const query = {
      explore: 'orders',
      metrics: ['orders_order_count'],
      filters: {
        dimensions: {
          and: [{ target: { fieldId: 'orders_order_date' }, operator: 'inTheCurrent' as const, settings: { unitOfTime: 'days' as const } }],
        },
      },
    };
    expect(run(query, 'UTC').params).toEqual(['2026-03-31', '2026-04-01']);
    expect(run(query, 'Europe/Berlin').params).toEqual(['2026-04-01', '2026-04-02']);
  });

  it('takes a last day of a timestamp range as the whole day', () => {
    const { sql, params } = dimensionFilter('orders_ordered_at', 'inBetween', ['2026-01-01', '2026-01-31']);
    expect(params).toEqual(['2026-01-01 00:00:00.000', '2026-02-01 00:00:00.000']);
    expect(where(sql)).toContain('< CAST($2 AS TIMESTAMP)');
  });

  it.each([
    ['orders_order_date', 'equals', ['31.10.2026'], 'needs a date'],
    ['orders_order_date', 'equals', ['2026-02-30'], 'needs a date'],
    ['orders_order_date', 'include', ['a'], 'does not fit'],
    ['orders_status', 'greaterThan', ['a'], 'does not fit'],
    ['orders_order_date', 'inThePast', ['x'], 'whole number'],
    ['orders_order_date', 'inBetween', ['2026-01-01'], 'two values'],
    ['orders_ordered_at_hour_of_day_num', 'equals', ['noon'], 'needs a number'],
  ])('refuses %s %s %j', (field, operator, values, message) => {
    expect(() => dimensionFilter(field, operator, values)).toThrow(message);
  });

  it('says that a filter without values filters nothing', () => {
    expect(dimensionFilter('orders_status', 'equals').warnings).toHaveLength(1);
  });

  it('never writes a value into the SQL', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }),
        fc.constantFrom('equals', 'notEquals', 'startsWith', 'endsWith', 'include', 'doesNotInclude'),
        (value, operator) => {
          const { sql, params } = dimensionFilter('orders_status', operator, [value]);
          expect(params).toEqual([value]);
          expect(sql).toBe(dimensionFilter('orders_status', operator, ['x']).sql);
        },
      ),
    );
  });
});

describe('what is refused', () => {
  it('names the nearest ids of an unknown field and explore', () => {
    expect(() => run({ explore: 'orders', metrics: ['orders_revenue'] })).toThrow(/no metric "orders_revenue".*orders_total_revenue/);
    expect(() => run({ explore: 'orders', dimensions: ['orders_order_month'] })).toThrow(/orders_order_date_month/);
    expect(() => run({ explore: 'order', metrics: ['x'] })).toThrow(/Did you mean orders/);
  });

  it.each([
    [{ explore: 'orders' }, 'selects nothing'],
    [{ explore: 'orders', dimensions: ['orders_order_count'] }, 'is a metric'],
    [{ explore: 'orders', metrics: ['orders_status'] }, 'is a dimension'],
    [{ explore: 'orders', metrics: ['orders_order_count'], sorts: [{ fieldId: 'orders_status' }] }, 'does not select it'],
    [{ explore: 'orders', metrics: ['orders_order_count'], timezone: 'Mars/Base' }, 'not a time zone'],
  ])('%j', (query, message) => {
    expect(() => run(query, (query as { timezone?: string }).timezone)).toThrow(message);
  });

  it('refuses sums and counts of a table whose rows repeat, also through arithmetic, and keeps what is right', () => {
    for (const metric of ['orders_total_revenue', 'orders_order_count', 'orders_average_order_value']) {
      expect(() => run({ explore: 'order_items', metrics: [metric] })).toThrow(/count rows of orders several times/);
    }
    const safe = ['orders_unique_customers', 'orders_largest_order', 'customers_first_sign_up', 'order_items_margin'];
    expect(run({ explore: 'order_items', metrics: safe }).columns).toHaveLength(4);
  });
});

describe('any query over the catalog', () => {
  it('compiles in both dialects, binds every value and is the same each time', () => {
    const explores = [...catalogOf(retail).explores].filter(({ metrics }) => metrics.length > 0);
    const anyQuery = fc.constantFrom(...explores).chain((explore) =>
      fc.record({
        explore: fc.constant(explore.name),
        dimensions: fc.subarray(
          explore.dimensions.map(({ id }) => id),
          { maxLength: 4 },
        ),
        metrics: fc.subarray(
          explore.metrics.map(({ id }) => id),
          { minLength: 1, maxLength: Math.min(4, explore.metrics.length) },
        ),
        limit: fc.integer({ min: 1, max: 5000 }),
      }),
    );
    fc.assert(
      fc.property(anyQuery, fc.constantFrom('UTC', 'Asia/Kolkata'), (query, timezone) => {
        for (const dialect of [duckdbDialect, postgresDialect]) {
          const compileIt = () => compile(retail, MetricQuery.parse(query), dialect, { now: NOW, timezone });
          const { sql, params, columns } = compileIt();
          expect(compileIt().sql).toBe(sql);
          expect(columns.map(({ id }) => id)).toEqual([...query.dimensions, ...query.metrics]);
          expect(new Set(sql.match(/\$\d+/g) ?? []).size).toBe(params.length);
          expect(sql.split('(').length).toBe(sql.split(')').length);
        }
      }),
    );
  });
});
