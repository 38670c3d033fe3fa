import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, inject } from 'vitest';

/** Each test file gets a database of its own, cloned from the migrated template, and a data folder of its own. */
const admin = new pg.Client({ connectionString: inject('postgresUrl') });
await admin.connect();
const name = `test_${randomBytes(6).toString('hex')}`;
await admin.query(`CREATE DATABASE ${name} TEMPLATE ${inject('templateDatabase')}`);

const url = new URL(inject('postgresUrl'));
url.pathname = `/${name}`;
const dataDir = mkdtempSync(join(tmpdir(), 'glassworks-test-'));
process.env.DATABASE_URL = url.href;
process.env.GLASSWORKS_DATA_DIR = dataDir;
process.env.GLASSWORKS_SECRET_KEY = 'ab'.repeat(32);
process.env.GLASSWORKS_LOG_LEVEL = 'fatal';

afterAll(async () => {
  const { closeDb } = await import('../../lib/db/client.ts');
  await closeDb();
  await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
  await admin.end();
  rmSync(dataDir, { recursive: true, force: true });
});
