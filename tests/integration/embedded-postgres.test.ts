import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startPostgres } from '../../scripts/lib/embedded-postgres.ts';

test('a first start that was interrupted while it made the database does not keep the next one from it', async () => {
  const parent = mkdtempSync(join(tmpdir(), 'glassworks-pg-'));
  chmodSync(parent, 0o755);
  const dataDir = join(parent, 'pg');
  mkdirSync(`${dataDir}.new`);
  writeFileSync(join(`${dataDir}.new`, 'PG_VERSION'), '18\n');
  const server = await startPostgres({ dataDir, password: 'test' });
  expect(server.fresh).toBe(true);
  await server.stop();
  rmSync(parent, { recursive: true, force: true });
});
