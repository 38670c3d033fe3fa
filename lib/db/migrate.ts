import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { AppError } from '#lib/errors.ts';

/** The advisory lock that Prisma's own migrate takes: both can be used on one database. */
const MIGRATE_LOCK = 72707369;

const TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;

interface Applied {
  migration_name: string;
  checksum: string;
  finished_at: Date | null;
  logs: string | null;
}

/**
 * Applies `<dir>/<name>/migration.sql` in order of name, each once, in the table that Prisma keeps.
 * Needs no Prisma CLI. Two processes that start at once wait for each other.
 *
 * @returns the names that were applied now
 * @throws AppError `unavailable` when a migration fails, failed before, or was edited after it ran
 */
export async function migrate(connectionString: string, dir: string): Promise<string[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATE_LOCK]);
    await client.query(TABLE);
    const { rows } = await client.query<Applied>('SELECT * FROM _prisma_migrations WHERE rolled_back_at IS NULL');
    const known = new Map(rows.map((row) => [row.migration_name, row]));
    const applied: string[] = [];
    for (const name of namesIn(dir)) {
      if (await applyOne(client, dir, name, known.get(name))) applied.push(name);
    }
    return applied;
  } finally {
    await client.end();
  }
}

function namesIn(dir: string): string[] {
  return readdirSync(dir)
    .filter((name) => existsSync(join(dir, name, 'migration.sql')))
    .sort();
}

async function applyOne(client: pg.Client, dir: string, name: string, before: Applied | undefined): Promise<boolean> {
  const sql = readFileSync(join(dir, name, 'migration.sql'), 'utf8');
  const checksum = createHash('sha256').update(sql).digest('hex');
  if (before?.finished_at) {
    if (before.checksum === checksum) return false;
    throw new AppError('unavailable', `Migration ${name} was edited after it was applied. Restore the file, or start with a new database.`);
  }
  if (before) {
    throw new AppError(
      'unavailable',
      `Migration ${name} failed before: ${before.logs ?? 'unknown'}. Mend the database, then remove its row from _prisma_migrations.`,
    );
  }
  const id = randomUUID();
  await client.query('INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ($1, $2, $3)', [id, checksum, name]);
  try {
    await client.query(`BEGIN; ${sql}; COMMIT`);
  } catch (error) {
    await client.query('ROLLBACK');
    await client.query('UPDATE _prisma_migrations SET logs = $2 WHERE id = $1', [id, String(error)]);
    throw new AppError('unavailable', `Migration ${name} failed: ${String(error)}`, { cause: error });
  }
  await client.query('UPDATE _prisma_migrations SET finished_at = now(), applied_steps_count = 1 WHERE id = $1', [id]);
  return true;
}
