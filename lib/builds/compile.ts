import { Readable } from 'node:stream';
import { BUNDLE_LIMITS, readArchive, SOURCE_LIMITS } from '#lib/apps/archive.ts';
import { AppError } from '#lib/errors.ts';
import type { Guest, RunResult } from '#lib/sandbox/guest.ts';
import type { Problem } from './run-steps.ts';
import { COMMAND_DEADLINE_MS } from './tunables.ts';
import { BUILD_DIR, NODE, SOURCE_DIR, TOOLCHAIN_DIR } from './workspace-paths.ts';

type Files = ReadonlyMap<string, Buffer>;

/** One state of the agent's source on its way to a bundle. */
export interface Compilation {
  /** Of the source it was made of. */
  readonly hash: string;
  /** The type check: null when it passed. */
  readonly types: Promise<Problem | null>;
  /** What the bundler made: `index.html`, `assets/…`. */
  readonly bundle: Promise<Files | Problem>;
  /** `src/…` as it was compiled. */
  readonly source: Promise<Files>;
}

/** What a version is made of. */
export interface Bundle {
  readonly source: Files;
  readonly files: Files;
}

const ENV = { HOME: '/tmp', CI: '1', NODE_ENV: 'production', NO_COLOR: '1' };
const HASH = 'cd "$0" && find . -type f -print0 | sort -z | xargs -0 -r sha256sum | sha256sum';
/** The agent could have changed any file but those of the image: everything but `src/` comes from there. */
const LAY_OUT = `rm -rf "$0" && mkdir -p "$0" && cp -r "$1/template/." "$0/" && rm -rf "$0/src" && cp -r "$2" "$0/src" && ln -sfn "$1/node_modules" "$0/node_modules" && cd "$0/src" && find . -type f -print0 | sort -z | xargs -0 -r sha256sum | sha256sum`;

/** Hash of the agent's source as it is now. */
export async function sourceHash(guest: Guest, signal: AbortSignal): Promise<string> {
  return (await shell(guest, [HASH, SOURCE_DIR], signal)).stdout.trim();
}

/** Hash of the source that every app begins with. */
export async function templateSourceHash(guest: Guest, signal: AbortSignal): Promise<string> {
  return (await shell(guest, [HASH, `${TOOLCHAIN_DIR}/template/src`], signal)).stdout.trim();
}

/**
 * Type check and bundle side by side, over the locked template, in a folder of its own. Says nothing in the log: what
 * was compiled ahead may be thrown away.
 */
export async function compile(guest: Guest, name: string, signal: AbortSignal): Promise<Compilation> {
  const dir = `${BUILD_DIR}/${name}`;
  const laidOut = await shell(guest, [LAY_OUT, dir, TOOLCHAIN_DIR, SOURCE_DIR], signal);
  if (laidOut.exitCode !== 0) throw new AppError('unprocessable', `There is no src/ folder to build. ${laidOut.stderr}`);
  const compilation: Compilation = {
    hash: laidOut.stdout.trim(),
    types: checkTypes(guest, dir, signal),
    bundle: runVite(guest, dir, signal),
    source: readArchive(Readable.from(guest.tarOut(dir, ['src'], [], signal)), SOURCE_LIMITS, signal),
  };
  for (const part of [compilation.types, compilation.bundle, compilation.source]) part.catch(() => undefined); // whoever uses it hears
  return compilation;
}

async function checkTypes(guest: Guest, dir: string, signal: AbortSignal): Promise<Problem | null> {
  const result = await runTool(guest, dir, ['node_modules/typescript/bin/tsc', '--noEmit', '--pretty', 'false'], signal);
  return result.exitCode === 0 ? null : { found: 'types', details: outputOf(result, dir) };
}

async function runVite(guest: Guest, dir: string, signal: AbortSignal): Promise<Files | Problem> {
  const args = ['node_modules/vite/bin/vite.js', 'build', '--configLoader', 'native', '--logLevel', 'warn'];
  const result = await runTool(guest, dir, args, signal);
  if (result.exitCode !== 0) return { found: 'bundle', details: outputOf(result, dir) };
  const files = await readBundle(guest, dir, signal);
  if (!(files instanceof Map)) return files;
  if (!files.has('index.html')) throw new AppError('internal', 'The bundler made no index.html.');
  return files;
}

/** The bundle, or that it is too large: the agent can make it smaller. */
async function readBundle(guest: Guest, dir: string, signal: AbortSignal): Promise<Map<string, Buffer> | Problem> {
  try {
    return await readArchive(Readable.from(guest.tarOut(`${dir}/dist`, ['.'], [], signal)), BUNDLE_LIMITS, signal);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'too_large') throw error;
    return { found: 'bundle', details: error.message };
  }
}

const shell = (guest: Guest, argv: readonly string[], signal: AbortSignal) =>
  guest.run({ argv: ['/bin/sh', '-c', ...argv], timeoutMs: COMMAND_DEADLINE_MS }, signal);

async function runTool(guest: Guest, dir: string, args: readonly string[], signal: AbortSignal): Promise<RunResult> {
  const result = await guest.run({ argv: [NODE, ...args], cwd: dir, env: ENV, timeoutMs: COMMAND_DEADLINE_MS }, signal);
  if (result.timedOut) throw new AppError('unprocessable', 'Checking the app took longer than two minutes. Ask for a smaller app.');
  return result;
}

const MAX_OUTPUT = 8_000;

/** What the tool said, without the folder's own name, cut to what an agent can use. */
const outputOf = ({ stdout, stderr }: RunResult, dir: string) =>
  `${stdout}\n${stderr}`.replaceAll(`${dir}/`, '').trim().slice(0, MAX_OUTPUT);
