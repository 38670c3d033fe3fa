import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { closeDb } from '#lib/db/client.ts';
import { resetEnv } from '#lib/env.ts';
import type { Instance } from './instance.ts';

/**
 * Lets this process write into the database and the files of a running installation, as its own processes do. What it held
 * of another one is let go: files of tests share a process.
 */
export async function reachInto({ dataDir }: Instance): Promise<void> {
  const values = JSON.parse(readFileSync(join(dataDir, 'run', 'instance.json'), 'utf8')) as Record<string, string>;
  Object.assign(process.env, values, { GLASSWORKS_DATA_DIR: dataDir, GLASSWORKS_LOG_LEVEL: 'error' });
  resetEnv();
  await closeDb();
}
