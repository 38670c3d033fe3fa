import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { freePort } from './ports.ts';
import { postgresBinary } from './postgres-binary.ts';

const USER = 'glassworks';
const DATABASE = 'glassworks';
const START_DEADLINE_MS = 30_000;
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
 * business. A server that an earlier, killed start left behind on the same folder is ended first: its data is safe
 * (crash recovery), its port is unknown to us.
 */
export async function startPostgres({ dataDir, password }: StartOptions): Promise<RunningPostgres> {
  const fresh = !existsSync(join(dataDir, 'PG_VERSION'));
  if (fresh) await initialise(dataDir, password);
  await endStalePostmaster(dataDir);
  const port = await freePort();
  const server = await launch(dataDir, port);
  const urlOf = (database: string) => `postgresql://${USER}:${password}@127.0.0.1:${port}/${database}`;
  await ensureDatabase(urlOf('postgres'));
  return { url: urlOf(DATABASE), fresh, urlOf, stop: () => stop(server) };
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

async function launch(dataDir: string, port: number): Promise<ChildProcess> {
  const owner = statSync(dataDir);
  const asOwner = process.getuid?.() === 0 ? { uid: owner.uid, gid: owner.gid } : {}; // it refuses to run as root
  const settings = ['listen_addresses=127.0.0.1', 'max_connections=200', 'unix_socket_directories='];
  const args = ['-D', dataDir, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])];
  const child = spawn(await postgresBinary(), args, { ...asOwner, detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  await new Promise<void>((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`the database did not start (${why}):\n${log.slice(-2000)}`));
    const timer = setTimeout(() => fail(`no word for ${START_DEADLINE_MS / 1000} s`), START_DEADLINE_MS);
    child.once('error', (error) => fail(error.message));
    child.once('exit', (code) => fail(`exit ${code}`));
    child.stderr?.on('data', (data: Buffer) => {
      log = (log + data.toString()).slice(-10_000);
      if (!log.includes('ready to accept connections')) return;
      clearTimeout(timer);
      resolve();
    });
  });
  return child;
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

/** A fast shutdown: open connections are closed, everything committed is on the disk. */
async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGINT');
  const timer = setTimeout(() => server.kill('SIGKILL'), STOP_DEADLINE_MS);
  await ended;
  clearTimeout(timer);
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
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const cmdline = `/proc/${pid}/cmdline`;
  if (!existsSync(cmdline)) return process.platform !== 'linux';
  const text = readFileSync(cmdline, 'utf8');
  return text.includes('postgres') && text.includes(dataDir);
}
