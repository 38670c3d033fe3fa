import { execFile } from 'node:child_process';
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { keepRunning } from './keep-running.ts';
import { freePort } from './ports.ts';
import { launchPostgres, stopPostgres } from './postgres-process.ts';

const USER = 'glassworks';
const DATABASE = 'glassworks';
const STOP_DEADLINE_MS = 10_000;
const INIT_DEADLINE_MS = 60_000;

interface StartOptions {
  /** Where the data lies. As root its parents must let the user `postgres` through. */
  readonly dataDir: string;
  readonly password: string;
}

export interface RunningPostgres {
  readonly url: string;
  readonly fresh: boolean;
  /** Address of another database on the same server. */
  urlOf(database: string): string;
  stop(): Promise<void>;
}

/**
 * Starts the embedded PostgreSQL on a free port of loopback, in a process group of its own: Ctrl-C is the supervisor's
 * business. It is started again on that port whenever it dies, until it is stopped. A server that an earlier, killed start
 * left behind on the same folder is ended first: its data is safe (crash recovery), its port is unknown to us.
 */
export async function startPostgres({ dataDir, password }: StartOptions): Promise<RunningPostgres> {
  const fresh = !existsSync(join(dataDir, 'PG_VERSION'));
  if (fresh) await initialise(dataDir, password);
  await endStalePostmaster(dataDir);
  const port = await freePort();
  const launch = () => launchPostgres(dataDir, port);
  const stop = keepRunning(await launch(), { name: 'database', launch, stop: stopPostgres });
  const urlOf = (database: string) => `postgresql://${USER}:${password}@127.0.0.1:${port}/${database}`;
  try {
    await ensureDatabase(urlOf('postgres'));
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: urlOf(DATABASE), fresh, urlOf, stop };
}

/** Made beside its place: what an interrupted first start left is no database, and would never become one. */
async function initialise(dataDir: string, password: string): Promise<void> {
  const making = `${dataDir}.new`;
  rmSync(making, { recursive: true, force: true });
  const script = join(import.meta.dirname, 'postgres-init.ts');
  const env = { ...process.env, GLASSWORKS_PG_PASSWORD: password };
  await promisify(execFile)(process.execPath, [script, making, USER], { env, timeout: INIT_DEADLINE_MS });
  renameSync(making, dataDir);
}

async function ensureDatabase(adminUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end();
  }
}

/**
 * Ends the postmaster that `postmaster.pid` names, if it really is one. The file stays for the next server, which finds
 * by it whether remains of the last one are still at work; unless its number belongs to another program by now.
 */
async function endStalePostmaster(dataDir: string): Promise<void> {
  const file = join(dataDir, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  if (!isPostgres(pid, dataDir)) {
    if (!(pid > 1) || isAlive(pid)) rmSync(file, { force: true });
    return;
  }
  process.kill(pid, 'SIGINT');
  const deadline = Date.now() + STOP_DEADLINE_MS;
  while (isPostgres(pid, dataDir)) {
    if (Date.now() > deadline) process.kill(pid, 'SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Whether this process is a PostgreSQL server on this folder: a pid may have been given to another program. */
function isPostgres(pid: number, dataDir: string): boolean {
  if (!Number.isInteger(pid) || pid <= 1 || !isAlive(pid)) return false;
  const cmdline = `/proc/${pid}/cmdline`;
  if (!existsSync(cmdline)) return process.platform !== 'linux';
  const text = readFileSync(cmdline, 'utf8');
  return text.includes('postgres') && text.includes(dataDir);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // it runs as somebody else
  }
}
