import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';

export interface GenerateOptions {
  /** Told before each slow step, in words for people. */
  readonly onProgress?: (message: string) => void;
}

export interface Step {
  readonly label: string;
  readonly sql: string;
}

const REF = /\{\{\s*ref\('(\w+)'\)\s*\}\}/g;
const SOURCE = /\{\{\s*source\('\w+',\s*'(\w+)'\)\s*\}\}/g;

/**
 * Pseudo-random numbers that depend on nothing but their arguments: the same figures on every machine and DuckDB version.
 * `u(salt, i)` lies in [0, 1); `pick(list, x)` takes an element by a number in [0, 1).
 */
const MACROS = `
  CREATE TEMP MACRO u(salt, i) AS (md5_number_lower(concat(salt, ':', i)) % 1000003) / 1000003.0;
  CREATE TEMP MACRO pick(list, x) AS list[1 + cast(floor(x * len(list)) AS INTEGER)];
`;

/**
 * Makes a sample's DuckDB file: raw tables by the given steps, then the project's models as dbt would build them.
 * The file appears under its name only when it is whole, so that a stopped run leaves nothing half-made.
 */
export async function materialise(target: string, modelsFolder: string, steps: readonly Step[], options: GenerateOptions = {}) {
  await mkdir(dirname(target), { recursive: true });
  const draft = `${target}.${process.pid}.draft`;
  await rm(draft, { force: true });
  const instance = await DuckDBInstance.create(draft);
  try {
    const connection = await instance.connect();
    await connection.run(`CREATE SCHEMA raw; ${MACROS}`);
    for (const step of steps) {
      options.onProgress?.(step.label);
      await connection.run(step.sql);
    }
    options.onProgress?.('building the models');
    await buildModels(connection, modelsFolder);
    await connection.run('CHECKPOINT');
    connection.closeSync();
    instance.closeSync();
    await rename(draft, target);
  } finally {
    instance.closeSync();
    await rm(draft, { force: true });
    await rm(`${draft}.wal`, { force: true });
  }
}

async function buildModels(connection: DuckDBConnection, folder: string): Promise<void> {
  const waiting = new Map<string, string>();
  for (const file of (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()) {
    waiting.set(basename(file, '.sql'), await readFile(join(folder, file), 'utf8'));
  }
  while (waiting.size > 0) {
    const ready = [...waiting].filter(([, sql]) => ![...sql.matchAll(REF)].some(([, name = '']) => waiting.has(name)));
    if (ready.length === 0) throw new Error(`these models refer to each other in a circle: ${[...waiting.keys()].join(', ')}`);
    for (const [name, sql] of ready) {
      await connection.run(`CREATE TABLE main.${name} AS ${sql.replace(REF, 'main.$1').replace(SOURCE, 'raw.$1')} ORDER BY 1`);
      waiting.delete(name);
    }
  }
}
