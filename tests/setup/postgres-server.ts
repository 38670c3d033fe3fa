import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../lib/db/migrate.ts';
import { startPostgres } from '../../scripts/lib/embedded-postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    postgresUrl: string;
    templateDatabase: string;
  }
}

/** One server for the run, with a migrated template database that every test file clones (see database.ts). */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const parent = mkdtempSync(join(tmpdir(), 'glassworks-pg-'));
  chmodSync(parent, 0o755); // as root the server runs as another user, who must get through
  const server = await startPostgres({ dataDir: join(parent, 'data'), password: 'test' });
  await migrate(server.url, 'prisma/migrations');
  const admin = new pg.Client({ connectionString: server.urlOf('postgres') });
  await admin.connect();
  await admin.query('ALTER DATABASE glassworks IS_TEMPLATE true');
  await admin.end();
  project.provide('postgresUrl', server.urlOf('postgres'));
  project.provide('templateDatabase', 'glassworks');
  return async () => {
    await server.stop();
    rmSync(parent, { recursive: true, force: true });
  };
}
