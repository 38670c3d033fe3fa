import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cell, MetricQuery, type MetricQueryInput } from '#lib/contracts/query.ts';
import { loadSemanticModel } from '#lib/semantic/load.ts';
import type { SemanticModel } from '#lib/semantic/model.ts';
import type { Warehouse } from '#lib/warehouse/contract.ts';
import { openWarehouse } from '#lib/warehouse/open.ts';
import { createQueryService } from '#lib/warehouse/query-service.ts';
import { samples } from '../../examples/samples.ts';

const [retail] = samples;
const signal = new AbortController().signal;
const folder = mkdtempSync(join(tmpdir(), 'glassworks-numbers-'));
const service = createQueryService();
const engines: Record<string, { warehouse: Warehouse; model: SemanticModel }> = {};

async function open(name: string, warehouse: Warehouse): Promise<void> {
  const model = await loadSemanticModel(retail.folder, { tables: await warehouse.tables(signal) });
  expect(model.issues).toEqual([]);
  engines[name] = { warehouse, model };
}

/** A part of the retail tables, in both engines: whole figures are compared with SQL written by hand. */
beforeAll(async () => {
  await retail.generate(join(folder, retail.warehouseFile));
  const duckdb = await openWarehouse({ kind: 'duckdb', path: retail.warehouseFile }, { projectFolder: folder, allowedRoots: [] });
  await open('duckdb', duckdb);
  const url = new URL(process.env.DATABASE_URL ?? '');
  await copyToPostgres(duckdb, url.href);
  const postgres = await openWarehouse(
    {
      kind: 'postgres',
      host: url.hostname,
      port: Number(url.port || 5432),
      database: url.pathname.slice(1),
      user: decodeURIComponent(url.username),
      schema: 'shop',
      ssl: false,
    },
    { projectFolder: folder, allowedRoots: [], secret: decodeURIComponent(url.password) },
  );
  await open('postgres', postgres);
}, 120_000);

afterAll(async () => {
  for (const { warehouse } of Object.values(engines)) await warehouse.close();
  rmSync(folder, { recursive: true, force: true });
});

const TYPES = { string: 'text', number: 'numeric', date: 'date', timestamp: 'timestamp', boolean: 'boolean' };
const SIZE = 5000;

async function copyToPostgres(duckdb: Warehouse, url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, options: '-c TimeZone=UTC' });
  await client.connect();
  await client.query('CREATE SCHEMA shop');
  for (const table of (await duckdb.tables(signal)).filter(({ schema }) => schema === 'main')) {
    const columns = table.columns.map(({ name, type }) => `${name} ${TYPES[type]}`);
    await client.query(`CREATE TABLE shop.${table.name} (${columns.join(', ')})`);
    const where = ['orders', 'order_items'].includes(table.name)
      ? `WHERE order_id <= ${SIZE}`
      : table.name === 'sessions'
        ? `WHERE session_id <= ${SIZE}`
        : '';
    const { rows } = await duckdb.run({
      sql: `SELECT * FROM ${table.name} ${where}`,
      params: [],
      maxRows: 100_000,
      timeoutMs: 30_000,
      signal,
    });
    const records = rows.map((row) => Object.fromEntries(table.columns.map(({ name }, index) => [name, row[index]])));
    await client.query(`INSERT INTO shop.${table.name} SELECT * FROM json_populate_recordset(NULL::shop.${table.name}, $1)`, [
      JSON.stringify(records),
    ]);
  }
  await client.query('ANALYZE');
  await client.end();
}

async function ask(engine: string, query: MetricQueryInput, timezone = 'UTC'): Promise<Cell[][]> {
  const { warehouse, model } = engines[engine]!;
  const request = { model, warehouse, warehouseId: engine, identity: 'test', timezone, signal, includeSql: false };
  return (await service.run({ ...request, query: MetricQuery.parse(query) })).rows;
}

async function byHand(engine: string, sql: string): Promise<Cell[][]> {
  return (await engines[engine]!.warehouse.run({ sql, params: [], maxRows: 10_000, timeoutMs: 30_000, signal })).rows;
}

const QUERIES: [string, MetricQueryInput, string][] = [
  [
    'revenue and orders by month and region',
    {
      explore: 'orders',
      dimensions: ['orders_order_date_month', 'regions_region_name'],
      metrics: ['orders_total_revenue', 'orders_order_count'],
    },
    `SELECT CAST(date_trunc('month', o.order_date) AS DATE), r.region_name, sum(o.order_total), count(*)
     FROM orders o JOIN customers c ON c.customer_id = o.customer_id JOIN regions r ON r.region_id = c.region_id GROUP BY 1, 2 ORDER BY 1, 2`,
  ],
  [
    'the top customers',
    { explore: 'orders', dimensions: ['customers_customer_name'], metrics: ['orders_total_revenue'], limit: 10 },
    `SELECT customer_name, sum(order_total) FROM customers JOIN orders USING (customer_id) GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10`,
  ],
  [
    'every type of metric',
    {
      explore: 'orders',
      dimensions: ['orders_channel'],
      metrics: [
        'orders_unique_customers',
        'orders_largest_order',
        'orders_average_order_value',
        'orders_return_rate',
        'customers_first_sign_up',
      ],
      sorts: [{ fieldId: 'orders_channel' }],
    },
    `SELECT channel, count(DISTINCT customer_id), max(order_total), sum(order_total) / count(*),
       1.0 * sum(CASE WHEN status = 'returned' THEN 1 ELSE 0 END) / count(*), min(signed_up_on)
     FROM orders JOIN customers USING (customer_id) GROUP BY 1 ORDER BY 1`,
  ],
  [
    'margin by category through four joins, filtered by region, quarter and size of the group',
    {
      explore: 'order_items',
      dimensions: ['products_category'],
      metrics: ['order_items_item_revenue', 'order_items_margin', 'order_items_average_quantity'],
      filters: {
        dimensions: {
          and: [
            { target: { fieldId: 'regions_region_name' }, operator: 'equals', values: ['East', 'West'] },
            { target: { fieldId: 'orders_order_date' }, operator: 'inBetween', values: ['2023-11-01', '2024-01-31'] },
          ],
        },
        metrics: { and: [{ target: { fieldId: 'order_items_quantity_sold' }, operator: 'greaterThan', values: [100] }] },
      },
    },
    `SELECT category, sum(line_total), (sum(line_total) - sum(line_cost)) / sum(line_total), avg(i.quantity)
     FROM order_items i, orders o, products p, customers c, regions r
     WHERE i.order_id = o.order_id AND i.product_id = p.product_id AND o.customer_id = c.customer_id AND c.region_id = r.region_id
       AND r.region_name IN ('East', 'West') AND o.order_date BETWEEN DATE '2023-11-01' AND DATE '2024-01-31'
     GROUP BY 1 HAVING sum(i.quantity) > 100 ORDER BY 2 DESC`,
  ],
  [
    'sessions by device, with conversion',
    {
      explore: 'sessions',
      dimensions: ['sessions_device'],
      metrics: ['sessions_conversion_rate', 'sessions_session_count', 'sessions_known_visitors'],
      sorts: [{ fieldId: 'sessions_session_count', descending: true }],
    },
    `SELECT device, 1.0 * count(order_id) / count(*), count(*), count(DISTINCT customer_id) FROM sessions GROUP BY 1 ORDER BY 3 DESC`,
  ],
  [
    'names of days and hours',
    {
      explore: 'orders',
      dimensions: ['orders_ordered_at_day_of_week_name', 'orders_ordered_at_hour_of_day_num'],
      metrics: ['orders_order_count'],
      filters: { dimensions: { and: [{ target: { fieldId: 'orders_ordered_at_hour_of_day_num' }, operator: 'lessThan', values: [9] }] } },
      sorts: [{ fieldId: 'orders_ordered_at_day_of_week_name' }],
    },
    `SELECT CASE EXTRACT(isodow FROM ordered_at) WHEN 1 THEN 'Monday' WHEN 2 THEN 'Tuesday' WHEN 3 THEN 'Wednesday' WHEN 4 THEN 'Thursday'
       WHEN 5 THEN 'Friday' WHEN 6 THEN 'Saturday' ELSE 'Sunday' END, CAST(EXTRACT(hour FROM ordered_at) AS INTEGER), count(*)
     FROM orders WHERE EXTRACT(hour FROM ordered_at) < 9 GROUP BY 1, 2 ORDER BY 1, 2`,
  ],
];

describe.each(['duckdb', 'postgres'])('figures on %s', (engine) => {
  it.each(QUERIES)('%s equal those of SQL written by hand', async (_, query, sql) => {
    const [rows, expected] = await Promise.all([ask(engine, query), byHand(engine, sql)]);
    expect(expected.length).toBeGreaterThan(0);
    expect(rounded(rows)).toEqual(rounded(expected));
  });

  it('keep rows without a value for notEquals and doesNotInclude, and drop them for equals and include', async () => {
    const visitors = async (operator: string, values: unknown[]) => {
      const filters = { dimensions: { and: [{ target: { fieldId: 'customers_is_subscriber' }, operator, values }] } };
      const [row] = await ask(engine, { explore: 'customers', metrics: ['customers_unique_customers'], filters } as MetricQueryInput);
      return Number(row?.[0]);
    };
    const [all] = await byHand(
      engine,
      'SELECT count(*), count(is_subscriber), sum(CASE WHEN is_subscriber THEN 1 ELSE 0 END) FROM customers',
    );
    const [total, known, yes] = (all ?? []).map(Number) as [number, number, number];
    expect(known).toBeLessThan(total);
    expect(await visitors('equals', [true])).toBe(yes);
    expect(await visitors('notEquals', [true])).toBe(total - yes);
    expect(await visitors('isNull', [])).toBe(total - known);
    expect(await visitors('equals', [true, null])).toBe(yes + total - known);
    expect(await visitors('notEquals', [true, null])).toBe(known - yes);
    expect(await visitors('equals', [])).toBe(total);
  });

  it('match text literally: signs of LIKE and quotes have no meaning', async () => {
    for (const value of ['%', '_', "o' OR '1'='1", 'n\\']) {
      const filters = {
        dimensions: { and: [{ target: { fieldId: 'customers_customer_name' }, operator: 'include' as const, values: [value] }] },
      };
      expect(await ask(engine, { explore: 'customers', metrics: ['customers_unique_customers'], filters })).toEqual([[0]]);
    }
    const east = { dimensions: { and: [{ target: { fieldId: 'regions_region_name' }, operator: 'endsWith' as const, values: ['ast'] }] } };
    expect(await ask(engine, { explore: 'regions', dimensions: ['regions_region_name'], filters: east })).toEqual([['East']]);
  });

  it('begin days where the query zone says', async () => {
    const query: MetricQueryInput = {
      explore: 'orders',
      dimensions: ['orders_ordered_at_day'],
      metrics: ['orders_order_count'],
      filters: {
        dimensions: { and: [{ target: { fieldId: 'orders_ordered_at' }, operator: 'inBetween', values: ['2023-11-02', '2023-11-04'] }] },
      },
    };
    const expected = await byHand(
      engine,
      `SELECT CAST(ordered_at + INTERVAL '5 hours 30 minutes' AS DATE) AS day, count(*) FROM orders
       WHERE ordered_at + INTERVAL '5 hours 30 minutes' >= '2023-11-02' AND ordered_at + INTERVAL '5 hours 30 minutes' < '2023-11-05' GROUP BY 1 ORDER BY 1`,
    );
    expect(expected).toHaveLength(3);
    expect(await ask(engine, query, 'Asia/Kolkata')).toEqual(expected);
    expect(await ask(engine, query)).not.toEqual(expected);
  });

  it('write hours as instants, whatever the zone', async () => {
    const query: MetricQueryInput = {
      explore: 'orders',
      dimensions: ['orders_ordered_at_hour'],
      metrics: ['orders_order_count'],
      limit: 3,
    };
    const rows = await ask(engine, query, 'Asia/Kolkata');
    expect(rows[0]?.[0]).toMatch(/^2023-1[01]-\d\dT\d\d:30:00\.000Z$/);
  });
});

it('both engines give the same cells for every field of the explore', async () => {
  const model = engines.duckdb!.model;
  const explore = model.explores.find(({ name }) => name === 'customers')!;
  const dimensions = explore.tables.flatMap((table) => table.dimensions.map(({ id }) => id));
  const metrics = explore.tables.flatMap((table) => table.metrics.map(({ id }) => id));
  const query: MetricQueryInput = { explore: 'customers', dimensions, metrics, sorts: [{ fieldId: 'customers_customer_id' }], limit: 200 };
  expect(await ask('postgres', query)).toEqual(await ask('duckdb', query));
});

function rounded(rows: Cell[][]): Cell[][] {
  return rows.map((row) => row.map((cell) => (typeof cell === 'number' ? Number(cell.toPrecision(12)) : cell)));
}
