import { Readable } from 'node:stream';
import { BUNDLE_LIMITS, readArchive, SOURCE_LIMITS } from '#lib/apps/archive.ts';
import { AppError } from '#lib/errors.ts';
import type { Guest, RunResult } from '#lib/sandbox/guest.ts';
import type { BuildContext, HeldSandbox } from '../context.ts';
import type { Problem } from '../run-steps.ts';
import { COMMAND_DEADLINE_MS } from '../tunables.ts';
import { BUILD_DIR, NODE, SOURCE_DIR, TOOLCHAIN_DIR } from '../workspace-paths.ts';

/** What a version is made of. */
export interface Bundle {
  /** `src/…` → content. */
  readonly source: ReadonlyMap<string, Buffer>;
  /** `index.html`, `assets/…` → content. */
  readonly files: ReadonlyMap<string, Buffer>;
}

const ENV = { HOME: '/tmp', CI: '1', NODE_ENV: 'production', NO_COLOR: '1' };
/** The agent could have changed any file but those of the image: everything but `src/` comes from there. */
const LAY_OUT = `rm -rf "$0" && mkdir "$0" && cp -r "$1/template/." "$0/" && rm -rf "$0/src" && cp -r "$2" "$0/src" && ln -sfn "$1/node_modules" "$0/node_modules"`;

/** Type check and bundle side by side, over the locked template. The problem of either is a result. */
export async function bundle(ctx: BuildContext, { guest }: HeldSandbox): Promise<Bundle | Problem> {
  const laidOut = await guest.run(
    { argv: ['/bin/sh', '-c', LAY_OUT, BUILD_DIR, TOOLCHAIN_DIR, SOURCE_DIR], timeoutMs: COMMAND_DEADLINE_MS },
    ctx.signal,
  );
  if (laidOut.exitCode !== 0) return { found: 'bundle', details: `There is no src/ folder to build. ${laidOut.stderr}` };
  const [types, built] = await Promise.all([
    ctx.step('check', () => checkTypes(ctx, guest)),
    ctx.step('bundle', () => runVite(ctx, guest)),
  ]);
  if (types) return types;
  if ('details' in built) return built;
  const source = await readArchive(Readable.from(guest.tarOut(BUILD_DIR, ['src'], [], ctx.signal)), SOURCE_LIMITS, ctx.signal);
  return { source, files: built.files };
}

async function checkTypes({ signal, emit }: BuildContext, guest: Guest): Promise<Problem | null> {
  const result = await run(guest, ['node_modules/typescript/bin/tsc', '--noEmit', '--pretty', 'false'], signal);
  const passed = result.exitCode === 0;
  emit({
    kind: 'check',
    name: 'types',
    status: passed ? 'passed' : 'failed',
    ...(passed ? {} : { message: outputOf(result).slice(0, 2_000) }),
  });
  return passed ? null : { found: 'types', details: outputOf(result) };
}

async function runVite({ signal, emit }: BuildContext, guest: Guest): Promise<{ files: ReadonlyMap<string, Buffer> } | Problem> {
  const result = await run(guest, ['node_modules/vite/bin/vite.js', 'build', '--configLoader', 'native', '--logLevel', 'warn'], signal);
  if (result.exitCode !== 0) {
    emit({ kind: 'check', name: 'bundle', status: 'failed', message: outputOf(result).slice(0, 2_000) });
    return { found: 'bundle', details: outputOf(result) };
  }
  const files = await readArchive(Readable.from(guest.tarOut(`${BUILD_DIR}/dist`, ['.'], [], signal)), BUNDLE_LIMITS, signal);
  if (!files.has('index.html')) throw new AppError('internal', 'The bundler made no index.html.');
  emit({ kind: 'check', name: 'bundle', status: 'passed' });
  return { files };
}

async function run(guest: Guest, args: readonly string[], signal: AbortSignal): Promise<RunResult> {
  const result = await guest.run({ argv: [NODE, ...args], cwd: BUILD_DIR, env: ENV, timeoutMs: COMMAND_DEADLINE_MS }, signal);
  if (result.timedOut) throw new AppError('unprocessable', 'Checking the app took longer than two minutes. Ask for a smaller app.');
  return result;
}

const MAX_OUTPUT = 8_000;

/** What the tool said, without the folder's own name, cut to what an agent can use. */
const outputOf = ({ stdout, stderr }: RunResult) => `${stdout}\n${stderr}`.replaceAll(`${BUILD_DIR}/`, '').trim().slice(0, MAX_OUTPUT);
