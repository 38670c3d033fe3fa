import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { expect, vi } from 'vitest';
import { migrate } from '#lib/db/migrate.ts';
import { resetEnv } from '#lib/env.ts';
import { startPostgres } from '../../scripts/lib/embedded-postgres.ts';

/**
 * A server of this test's own, which may be killed, in the place of the shared one. Start it before the first query.
 * @param parent a folder for it that other users may enter; by default a new one
 */
export async function useOwnPostgres(parent = newFolder()) {
  const dataDir = join(parent, 'data');
  const server = await startPostgres({ dataDir, password: 'test' });
  await migrate(server.url, 'prisma/migrations');
  Object.assign(process.env, { DATABASE_URL: server.url, GLASSWORKS_DATABASE_DIR: dataDir });
  resetEnv();
  return {
    url: server.url,
    /** kill -9 of the server, once it is up, until it is gone; its supervisor puts another in its place. */
    async kill() {
      await vi.waitFor(() => isUp(server.url), { timeout: 30_000, interval: 20 });
      const pid = Number(readFileSync(join(dataDir, 'postmaster.pid'), 'utf8').split('\n')[0]);
      process.kill(pid, 'SIGKILL');
      await vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 10_000, interval: 5 });
    },
    async stop() {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'glassworks-own-pg-'));
  chmodSync(folder, 0o755); // as root the server runs as another user, who must get through
  return folder;
}

async function isUp(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.end();
}
