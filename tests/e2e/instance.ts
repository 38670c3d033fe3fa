import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { dataAppImage } from '../setup/data-app-image.ts';
import { freePorts } from './ports.ts';

const START_DEADLINE_MS = 240_000;
/** More than all parts may take one after the other before they are killed. */
const STOP_DEADLINE_MS = 90_000;
const TESTS_DIR = resolve(import.meta.dirname, '../../.glassworks-tests');
/** What each instance printed, beside the pictures of what failed. */
const LOGS_DIR = resolve(import.meta.dirname, '../../test-results/instances');

export interface Instance {
  readonly url: string;
  readonly dataDir: string;
  /** The one-time link that the start printed; null when the admin has a password. */
  readonly link: string | null;
  readonly output: () => string;
  readonly pid: number;
  /** Ctrl-C. */
  stop(): Promise<void>;
}

/** Settings; those that name an address hear the port of the pages. The apps' is the next one. */
export type Settings = Record<string, string> | ((port: number) => Record<string, string>);

interface StartOptions {
  /** Keep what an earlier start left in this folder. */
  readonly keep?: boolean;
  readonly env?: Settings;
}

/** Starts the product as a person would, on ports and a folder of its own. The sandbox image is shared: making it is slow. */
export async function startInstance(name: string, { keep = false, env = {} }: StartOptions = {}): Promise<Instance> {
  await dataAppImage();
  const dataDir = resolve(TESTS_DIR, `e2e-${name}`);
  if (!keep) {
    rmSync(dataDir, { recursive: true, force: true });
    mkdirSync(dataDir, { recursive: true });
    symlinkSync(resolve(TESTS_DIR, 'images'), resolve(dataDir, 'images'));
  }
  const { child, port, output } = await npmStart(dataDir, env);
  try {
    await waitFor(child, () => output().includes('Ctrl-C stops it.'), START_DEADLINE_MS, output);
  } catch (error) {
    await stop(child, output); // nothing that was started outlives a failed test
    throw error;
  }
  return {
    url: `http://localhost:${port}`,
    dataDir,
    link: /http:\S+\/sign-in\?link=\S+/.exec(output())?.[0] ?? null,
    output,
    pid: child.pid ?? 0,
    stop: () => stop(child, output),
  };
}

/** A start that is expected to end by itself: what it said, and how it ended. */
export async function startAndEnd(dataDir: string): Promise<{ code: number | null; output: string }> {
  const { child, output } = await npmStart(dataDir, {});
  const hasEnded = () => child.exitCode !== null;
  await waitFor(child, hasEnded, STOP_DEADLINE_MS, output);
  return { code: child.exitCode, output: output() };
}

async function npmStart(dataDir: string, settings: Settings) {
  const port = await freePorts(3);
  const env = typeof settings === 'function' ? settings(port) : settings;
  const child = spawn('npm', ['start', '--', '--port', String(port), '--data-dir', dataDir], {
    env: { ...cleanEnvironment(), ...env } as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  mkdirSync(LOGS_DIR, { recursive: true });
  const log = resolve(LOGS_DIR, `${basename(dataDir)}.log`);
  let output = '';
  const onData = (data: Buffer) => {
    output += data.toString();
    appendFileSync(log, data);
  };
  child.stdout.on('data', onData);
  child.stderr.on('data', onData);
  return { child, port, output: () => output };
}

/** Nothing of this machine's own settings reaches the product under test. */
function cleanEnvironment(): Record<string, string> {
  const { PATH = '', HOME = '', LANG = 'C.UTF-8' } = process.env;
  const kept = ['npm_config_cache', 'CHROMIUM_PATH', 'NODE_EXTRA_CA_CERTS'].flatMap((name) => {
    const value = process.env[name];
    return value ? [[name, value]] : [];
  });
  return { PATH, HOME, LANG, ...Object.fromEntries(kept) };
}

async function stop(child: ChildProcess, output: () => string): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  process.kill(-child.pid, 'SIGINT'); // the whole group, as a terminal does
  await waitFor(child, () => child.exitCode !== null || child.signalCode !== null, STOP_DEADLINE_MS, output);
}

async function waitFor(child: ChildProcess, condition: () => boolean, timeoutMs: number, output: () => string): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!condition()) {
    if ((child.exitCode !== null || child.signalCode !== null) && !condition())
      throw new Error(`the product ended with ${child.exitCode}:\n${output()}`);
    if (Date.now() > deadline) throw new Error(`waited ${timeoutMs} ms for the product:\n${output()}`);
    await new Promise((wait) => setTimeout(wait, 50));
  }
}
