import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

/** Asks the sample's warehouse directly, past everything that is under test. */
export async function askWarehouse(dataDir: string, file: string, sql: string): Promise<Record<string, unknown>[]> {
  const instance = await DuckDBInstance.create(join(dataDir, 'samples', file), { access_mode: 'READ_ONLY' });
  const connection = await instance.connect();
  try {
    return (await connection.runAndReadAll(sql)).getRowObjectsJson() as Record<string, unknown>[];
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
