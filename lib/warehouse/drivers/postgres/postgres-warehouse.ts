import pg from 'pg';
import type { WarehouseConfig } from '#lib/contracts/project.ts';
import { toError } from '#lib/errors.ts';
import { log } from '#lib/log.ts';
import type { Warehouse, WarehouseColumn, WarehouseTable } from '../../contract.ts';
import { postgresDialect } from '../../dialects/postgres.ts';
import { createGate } from '../../gate.ts';
import { connectionError } from './errors.ts';
import { runQuery } from './run-query.ts';

type PostgresConfig = Extract<WarehouseConfig, { kind: 'postgres' }>;

const MAX_CONNECTIONS = 5;
const CONNECT_TIMEOUT_MS = 8000;
const IDLE_TIMEOUT_MS = 60_000;
const DESCRIBE_TIMEOUT_MS = 15_000;
const MAX_COLUMNS = 100_000;

/** Tables that the user may read; those of the search path first. */
const COLUMNS = `
  SELECT n.nspname, c.relname, a.attname, t.typname, t.typcategory
  FROM pg_attribute a
  JOIN pg_class c ON c.oid = a.attrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_type t ON t.oid = a.atttypid
  WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p') AND a.attnum > 0 AND NOT a.attisdropped
    AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg_toast%'
    AND has_table_privilege(c.oid, 'SELECT')
  ORDER BY n.nspname <> COALESCE(current_schema(), ''), n.nspname, c.relname, a.attnum`;

/** A Postgres database as a warehouse: every query in a read-only transaction. Connects at the first query. */
export function openPostgres(config: PostgresConfig, password: string | null): Warehouse {
  const settings = connectionSettings(config, password);
  const pool = new pg.Pool({ ...settings, max: MAX_CONNECTIONS, idleTimeoutMillis: IDLE_TIMEOUT_MS, allowExitOnIdle: true });
  // Idle connections that the server closes are replaced; without a listener they would end the process.
  pool.on('error', (error) => log.warn({ err: error }, 'an idle warehouse connection was lost'));
  const gate = createGate(MAX_CONNECTIONS);

  const run: Warehouse['run'] = (options) =>
    gate.run(options.signal, async () => {
      const client = await pool.connect().catch((error: unknown) => {
        throw connectionError(error, config);
      });
      return runQuery(client, options, (processId) => cancelBackend(settings, processId));
    });
  return {
    dialect: postgresDialect,
    run,
    async tables(signal) {
      const { rows } = await run({ sql: COLUMNS, params: [], maxRows: MAX_COLUMNS, timeoutMs: DESCRIBE_TIMEOUT_MS, signal });
      return groupColumns(rows.map((row) => row.map(String)));
    },
    async test(signal) {
      await run({ sql: 'SELECT 1', params: [], maxRows: 1, timeoutMs: DESCRIBE_TIMEOUT_MS, signal });
    },
    close: () => pool.end(),
  };
}

function connectionSettings(config: PostgresConfig, password: string | null): pg.ClientConfig {
  const path = config.schema === undefined ? '' : ` -c search_path=${escapeOption(`"${config.schema.replaceAll('"', '""')}"`)}`;
  return {
    host: config.host,
    port: config.port,
    database: config.database,
    user: config.user,
    ...(password === null ? {} : { password }),
    ssl: config.ssl,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'glassworks',
    options: `-c default_transaction_read_only=on -c TimeZone=UTC -c DateStyle=ISO -c IntervalStyle=postgres${path}`,
  };
}

/** In `options` a backslash keeps blanks and backslashes from ending the value. */
const escapeOption = (text: string): string => text.replaceAll(/[\\\s]/g, (char) => `\\${char}`);

/** A connection of its own: the pool may be full of queries that wait to be cancelled. */
async function cancelBackend(settings: pg.ClientConfig, processId: number): Promise<void> {
  const client = new pg.Client(settings);
  client.on('error', (error) => log.warn({ err: toError(error) }, 'the connection for cancelling a query was lost'));
  await client.connect();
  try {
    await client.query('SELECT pg_cancel_backend($1)', [processId]);
  } finally {
    await client.end();
  }
}

function groupColumns(rows: readonly string[][]): WarehouseTable[] {
  const tables = new Map<string, { schema: string; name: string; columns: WarehouseColumn[] }>();
  for (const [schema = '', name = '', column = '', type = '', category = ''] of rows) {
    const key = JSON.stringify([schema, name]);
    const table = tables.get(key) ?? { schema, name, columns: [] };
    tables.set(key, table);
    table.columns.push({ name: column, type: typeOf(type, category) });
  }
  return [...tables.values()];
}

/** By pg_type's own categories: N numbers, B booleans, D dates and times. */
function typeOf(type: string, category: string): WarehouseColumn['type'] {
  if (type === 'date') return 'date';
  if (type === 'timestamp' || type === 'timestamptz') return 'timestamp';
  if (category === 'N') return 'number';
  return category === 'B' ? 'boolean' : 'string';
}
