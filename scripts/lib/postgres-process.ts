import { type ChildProcess, spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { postgresBinary } from './postgres-binary.ts';

const START_DEADLINE_MS = 30_000;
const STOP_DEADLINE_MS = 10_000;
const RETRY_MS = 100;
/** Of a server that was killed: its connections' processes notice a moment later, and no second server may start before. */
const STILL_IN_USE = /pre-existing shared memory block|is another postmaster/;

/**
 * Starts the server program on this folder and port; resolves when it takes connections. While the remains of a killed
 * one still hold the folder it waits for them.
 * @throws Error with the server's own words
 */
export async function launchPostgres(dataDir: string, port: number): Promise<ChildProcess> {
  const deadline = Date.now() + START_DEADLINE_MS;
  for (;;) {
    try {
      return await launchOnce(dataDir, port);
    } catch (error) {
      if (Date.now() > deadline || !(error instanceof Error && STILL_IN_USE.test(error.message))) throw error;
      await delay(RETRY_MS);
    }
  }
}

async function launchOnce(dataDir: string, port: number): Promise<ChildProcess> {
  const owner = statSync(dataDir);
  const asOwner = process.getuid?.() === 0 ? { uid: owner.uid, gid: owner.gid } : {}; // it refuses to run as root
  const settings = ['listen_addresses=127.0.0.1', 'max_connections=200', 'unix_socket_directories='];
  const args = ['-D', dataDir, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])];
  const child = spawn(await postgresBinary(), args, { ...asOwner, detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  let timer: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      const fail = (why: string) => reject(new Error(`the database did not start (${why}):\n${log.slice(-2000)}`));
      timer = setTimeout(() => fail(`no word for ${START_DEADLINE_MS / 1000} s`), START_DEADLINE_MS);
      child.once('error', (error) => fail(error.message));
      child.once('close', (code) => fail(`exit ${code}`));
      child.stderr?.on('data', (data: Buffer) => {
        log = (log + data.toString()).slice(-10_000);
        if (log.includes('ready to accept connections')) resolve();
      });
    });
    return child;
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** A fast shutdown: open connections are closed, everything committed is on the disk. */
export async function stopPostgres(server: ChildProcess): Promise<void> {
  if (hasEnded(server)) return;
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGINT');
  const timer = setTimeout(() => server.kill('SIGKILL'), STOP_DEADLINE_MS);
  await ended;
  clearTimeout(timer);
}

export const hasEnded = (server: ChildProcess): boolean => server.exitCode !== null || server.signalCode !== null;
