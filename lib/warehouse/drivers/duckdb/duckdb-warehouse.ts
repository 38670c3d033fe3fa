import type { Warehouse, WarehouseColumn, WarehouseTable } from '../../contract.ts';
import { duckdbDialect } from '../../dialects/duckdb.ts';
import { createGate } from '../../gate.ts';
import { createConnections } from './connections.ts';
import { openInstance } from './open-instance.ts';
import { runQuery } from './run-query.ts';

const LIMITS = { memory: '1GB', threads: 2 };
const PARALLEL_QUERIES = 4;
const DESCRIBE_TIMEOUT_MS = 15_000;
const MAX_COLUMNS = 100_000;

const COLUMNS = `
  SELECT schema_name, table_name, column_name, data_type FROM duckdb_columns()
  WHERE NOT internal AND database_name = current_database()
  ORDER BY schema_name, table_name, column_index`;

/**
 * A DuckDB file as a warehouse: read-only, no file or network access, bounded memory.
 * @param path a real path that the caller has checked
 * @throws AppError `unavailable` when it cannot be opened
 */
export async function openDuckDB(path: string): Promise<Warehouse> {
  const instance = await openInstance(path, LIMITS);
  const connections = createConnections(instance);
  const gate = createGate(PARALLEL_QUERIES);
  const run: Warehouse['run'] = (options) => gate.run(options.signal, () => runQuery(connections, path, options));
  return {
    dialect: duckdbDialect,
    run,
    async tables(signal) {
      const { rows } = await run({ sql: COLUMNS, params: [], maxRows: MAX_COLUMNS, timeoutMs: DESCRIBE_TIMEOUT_MS, signal });
      return groupColumns(rows.map((row) => row.map(String)));
    },
    async test(signal) {
      await run({ sql: 'SELECT 1', params: [], maxRows: 1, timeoutMs: DESCRIBE_TIMEOUT_MS, signal });
    },
    async close() {
      connections.close();
      instance.closeSync();
    },
  };
}

function groupColumns(rows: readonly string[][]): WarehouseTable[] {
  const tables = new Map<string, { schema: string; name: string; columns: WarehouseColumn[] }>();
  for (const [schema = '', name = '', column = '', dataType = ''] of rows) {
    const key = JSON.stringify([schema, name]);
    const table = tables.get(key) ?? { schema, name, columns: [] };
    tables.set(key, table);
    table.columns.push({ name: column, type: typeOf(dataType) });
  }
  return [...tables.values()];
}

function typeOf(dataType: string): WarehouseColumn['type'] {
  if (/^(TIMESTAMP)/.test(dataType)) return 'timestamp';
  if (dataType === 'DATE') return 'date';
  if (dataType === 'BOOLEAN') return 'boolean';
  if (/^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|BIGNUM|DECIMAL\([^)]*\)|FLOAT|DOUBLE)$/.test(dataType)) return 'number';
  return 'string';
}
