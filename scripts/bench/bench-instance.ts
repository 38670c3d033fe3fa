import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { resolve } from 'node:path';
import { Health } from '../../lib/contracts/health.ts';
import { freePorts } from '../../tests/e2e/ports.ts';
import { say } from '../lib/progress.ts';
import { ensureDataAppImage } from '../lib/sandbox-image.ts';

const DATA_DIR = resolve('.glassworks-bench');
const IMAGES = resolve('.glassworks-tests');
const START_DEADLINE_MS = 240_000;

export interface BenchInstance {
  readonly url: string;
  readonly dataDir: string;
  readonly imageDir: string;
  /** From the command to a healthy answer. */
  readonly startMs: number;
  readonly pid: number;
  /** Where a process of it opens its inspector when it is asked to. */
  readonly inspectorPort: number;
  stop(): Promise<void>;
}

/** A fresh data folder; the sandbox image is shared with the tests. */
export async function freshDataDir(): Promise<string> {
  const image = await ensureDataAppImage({ dataDir: IMAGES });
  rmSync(DATA_DIR, { recursive: true, force: true });
  mkdirSync(DATA_DIR, { recursive: true });
  symlinkSync(resolve(IMAGES, 'images'), resolve(DATA_DIR, 'images'));
  return image.dir;
}

/** Starts the product as a person would and waits until every part is healthy. */
export async function startBenchInstance(imageDir: string): Promise<BenchInstance> {
  const port = await freePorts(4);
  const inspectorPort = port + 3;
  const started = performance.now();
  const child = spawn('npm', ['start', '--', '--port', String(port), '--data-dir', DATA_DIR, '--no-install'], {
    env: {
      ...process.env,
      AI_DEFAULT_PROVIDER: 'demo',
      SANDBOX_POOL_SIZE: '1',
      GLASSWORKS_LOG_LEVEL: 'warn',
      NODE_OPTIONS: `--inspect-port=${inspectorPort}`,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  let output = '';
  const logFile = createWriteStream(resolve(DATA_DIR, 'bench.log'), { flags: 'a' });
  child.stderr?.on('data', (data: Buffer) => {
    output += data.toString();
    logFile.write(data);
  });
  const url = `http://localhost:${port}`;
  const deadline = started + START_DEADLINE_MS;
  while (!(await isHealthy(url))) {
    if (child.exitCode !== null || performance.now() > deadline) throw new Error(`the product did not start:\n${output}`);
    await new Promise((wait) => setTimeout(wait, 20));
  }
  return {
    url,
    dataDir: DATA_DIR,
    imageDir,
    startMs: performance.now() - started,
    pid: child.pid ?? 0,
    inspectorPort,
    stop: () => stop(child),
  };
}

async function isHealthy(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/api/health`, { signal: AbortSignal.timeout(2_000) });
    return Health.parse(await response.json()).status === 'ok';
  } catch {
    return false; // not up yet
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.pid === undefined) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  process.kill(-child.pid, 'SIGINT');
  await ended;
}

/** Makes this process a part of the running installation: database, sandboxes, secrets. */
export function joinInstance({ dataDir, imageDir }: BenchInstance): void {
  const values = JSON.parse(readFileSync(resolve(dataDir, 'run/instance.json'), 'utf8')) as Record<string, string>;
  Object.assign(process.env, values, { GLASSWORKS_DATA_DIR: dataDir, GLASSWORKS_IMAGE_DIR: imageDir, GLASSWORKS_LOG_LEVEL: 'error' });
}

/** One line on the screen for people who wait. */
export const progress = (text: string): void => say(`  ${text} …`);
