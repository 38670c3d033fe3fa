import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';

/** Address of the database of an installation that runs. */
export function databaseUrl(dataDir: string): string {
  const { DATABASE_URL } = JSON.parse(readFileSync(join(dataDir, 'run/instance.json'), 'utf8')) as { DATABASE_URL: string };
  return DATABASE_URL;
}

/** A connection of the test's own. That it is cut when the test kills the server is expected. */
export async function connectTo(dataDir: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: databaseUrl(dataDir) });
  client.on('error', (error) => console.warn(`The test's own connection was cut: ${error.message}`));
  await client.connect();
  return client;
}

export const postmasterPid = (dataDir: string): number => Number(readFileSync(join(dataDir, 'pg/postmaster.pid'), 'utf8').split('\n')[0]);
