import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { migrate } from '../../lib/db/migrate.ts';
import { startPostgres } from './embedded-postgres.ts';
import { step } from './progress.ts';

/** Opens the database: the one of DATABASE_URL, or the embedded one in the data folder. Migrates it. */
export async function openDatabase(dataDir: string): Promise<{ stop(): Promise<void> }> {
  const given = process.env.DATABASE_URL;
  const folder = join(dataDir, 'pg');
  const server = given
    ? null
    : await step('Starting the database', () => startPostgres({ dataDir: folder, password: passwordIn(dataDir) }));
  const url = given ?? server?.url ?? '';
  process.env.DATABASE_URL = url;
  process.env.GLASSWORKS_DATABASE_DIR = server ? folder : '';
  try {
    await migrate(url, 'prisma/migrations');
  } catch (error) {
    await server?.stop();
    throw error;
  }
  return { stop: async () => server?.stop() };
}

/** The embedded server listens on loopback only; other users of the machine are kept out by this. */
function passwordIn(dataDir: string): string {
  const file = join(dataDir, 'pg.password');
  if (existsSync(file)) return readFileSync(file, 'utf8');
  const password = randomBytes(18).toString('base64url');
  writeFileSync(file, password, { mode: 0o600 });
  return password;
}
