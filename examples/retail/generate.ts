import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type GenerateOptions, materialise } from '../materialise.ts';
import { tables } from './tables.ts';

const folder = dirname(fileURLToPath(import.meta.url));

/** Makes the retail sample's DuckDB file, replacing one that is there. The figures are the same on every machine. */
export async function generate(duckdbPath: string, options: GenerateOptions = {}): Promise<void> {
  await materialise(duckdbPath, join(folder, 'models'), tables, options);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await generate(resolve(process.argv[2] ?? join(folder, 'retail.duckdb')), { onProgress: (message) => console.error(message) });
}
