import { constants, existsSync } from 'node:fs';
import { chmod, copyFile, cp, link, mkdir, mkdtemp, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { AppError } from '#lib/errors.ts';
import { bundleGuestAgent } from '../../sandboxes/guest-agent/build.ts';
import { contentHash } from './image-hash.ts';
import { sweepImages } from './image-sweep.ts';
import { runTool } from './run-tool.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const SOURCE = join(ROOT, 'sandboxes/data-app');
const GUEST_AGENT = join(ROOT, 'sandboxes/guest-agent');
const INSTALL_DEADLINE_MS = 15 * 60_000;
const CHMOD_DEADLINE_MS = 60_000;

export interface DataAppImage {
  /** What a sandbox mounts read-only at `/opt/glassworks`. */
  readonly dir: string;
  readonly hash: string;
  readonly version: string;
}

interface EnsureOptions {
  readonly dataDir: string;
  /** One line for people, now and then. */
  readonly onProgress?: (message: string) => void;
  readonly signal?: AbortSignal;
}

/**
 * Makes the image of data-app sandboxes unless it is there: Node, Claude Code (downloaded once by its pinned version),
 * the locked toolchain, the template, the guest agent. Named by its content: a changed source is a new image.
 * Throws `unavailable` with what to do when the download fails, `unprocessable` on a machine that is not Linux.
 */
export async function ensureDataAppImage({ dataDir, onProgress = () => undefined, signal }: EnsureOptions): Promise<DataAppImage> {
  const arch = archName();
  const imagesDir = resolve(dataDir, 'images');
  const hash = await contentHash([SOURCE, GUEST_AGENT], `${arch} ${process.versions.node}`);
  const version = await versionOf(SOURCE);
  const image = { dir: join(imagesDir, `data-app-${hash}`), hash, version };
  const now = new Date();
  if (existsSync(join(image.dir, 'image.json'))) {
    await utimes(join(image.dir, 'image.json'), now, now);
    return image;
  }
  await mkdir(imagesDir, { recursive: true, mode: 0o755 });
  const building = await mkdtemp(join(imagesDir, '.building-'));
  try {
    await build(building, { arch, hash, version, onProgress, signal });
    await putInPlace(building, image.dir);
  } finally {
    await rm(building, { recursive: true, force: true });
  }
  await sweepImages(imagesDir, `data-app-${hash}`);
  return image;
}

interface BuildOptions {
  readonly arch: 'x64' | 'arm64';
  readonly hash: string;
  readonly version: string;
  readonly onProgress: (message: string) => void;
  readonly signal: AbortSignal | undefined;
}

async function build(dir: string, { arch, hash, version, onProgress, signal }: BuildOptions): Promise<void> {
  const toolchain = join(dir, 'data-app');
  await Promise.all([mkdir(join(dir, 'bin')), mkdir(toolchain)]);
  await install(toolchain, onProgress, signal);
  onProgress('putting the sandbox image together');
  await Promise.all([
    takeClaude(toolchain, arch, join(dir, 'bin/claude')),
    putNode(arch, join(dir, 'bin/node')),
    copyFile(join(SOURCE, 'bin/npm'), join(dir, 'bin/npm')),
    cp(join(SOURCE, 'template'), join(toolchain, 'template'), { recursive: true, filter: isTemplateFile }),
    copyFile(join(SOURCE, 'instructions.md'), join(toolchain, 'instructions.md')),
    bundleGuestAgent(join(dir, 'guest-agent.mjs')),
  ]);
  await writeFile(join(dir, 'image.json'), `${JSON.stringify({ version, hash, node: process.versions.node, arch })}\n`);
  // Sandboxes run as other users, and the installer may have had a strict umask.
  const modes = await runTool('chmod', ['-R', 'a+rX', dir], process.env, { cwd: dir, timeoutMs: CHMOD_DEADLINE_MS, signal });
  if (modes.exitCode !== 0) throw new AppError('internal', `The sandbox image could not be made readable: ${modes.output}`);
}

async function install(toolchain: string, onProgress: (message: string) => void, signal: AbortSignal | undefined): Promise<void> {
  await Promise.all(['package.json', 'package-lock.json'].map((file) => copyFile(join(SOURCE, file), join(toolchain, file))));
  const started = Date.now();
  const report = () => {
    const seconds = Math.round((Date.now() - started) / 1000);
    onProgress(`downloading Claude Code and the app toolchain, about 200 MB, once (${seconds} s)`);
  };
  report();
  const ticking = setInterval(report, 1000);
  // This Node first in PATH: under an older one npm silently leaves out packages that want a newer.
  const env = { ...process.env, PATH: `${dirname(process.execPath)}:${process.env.PATH ?? '/usr/bin:/bin'}` };
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const hint = 'Check the connection to the npm registry (proxy: npm config set proxy …) and the free disk space (1 GB), then start again.';
  try {
    const result = await runTool('npm', args, env, { cwd: toolchain, timeoutMs: INSTALL_DEADLINE_MS, signal });
    if (result.exitCode === 0) return;
    const reason = result.timedOut ? 'it took longer than 15 minutes' : result.output.trim().slice(-1500);
    throw new AppError('unavailable', `The sandbox toolchain could not be installed: ${reason}\n${hint}`);
  } catch (error) {
    if (error instanceof AppError || signal?.aborted) throw error;
    throw new AppError('unavailable', `npm could not be run to install the sandbox toolchain. Install npm, then start again.`, {
      cause: error,
    });
  } finally {
    clearInterval(ticking);
  }
}

/** The platform package holds one executable; nothing else of it is used. */
async function takeClaude(toolchain: string, arch: string, target: string): Promise<void> {
  const name = `@anthropic-ai/claude-code-linux-${arch}`;
  const source = join(toolchain, 'node_modules', name, 'claude');
  if (!existsSync(source)) {
    throw new AppError(
      'unavailable',
      `The package ${name} was not installed, so there is no agent. Check that npm may install optional packages.`,
    );
  }
  await rename(source, target);
  await chmod(target, 0o755);
}

async function putNode(arch: string, target: string): Promise<void> {
  const pinned = join(ROOT, 'node_modules', `node-linux-${arch}`, 'bin/node');
  const source = existsSync(pinned) ? pinned : process.execPath;
  try {
    await link(source, target);
  } catch {
    // Another file system, or hard links are not allowed: a copy does as well.
    await copyFile(source, target, constants.COPYFILE_FICLONE);
  }
}

async function putInPlace(building: string, target: string): Promise<void> {
  try {
    await rename(building, target);
  } catch (error) {
    // Another process finished the same image first.
    if (!existsSync(join(target, 'image.json'))) throw error;
  }
}

const isTemplateFile = (path: string): boolean => !/\/(node_modules|dist|\.vite)(\/|$)/.test(path.slice(SOURCE.length));

async function versionOf(folder: string): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const version = typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : null;
  if (typeof version !== 'string') throw new AppError('internal', `${folder}/package.json has no version.`);
  return version;
}

function archName(): 'x64' | 'arm64' {
  const { platform, arch } = process;
  if (platform === 'linux' && (arch === 'x64' || arch === 'arm64')) return arch;
  throw new AppError('unprocessable', `Sandboxes on this machine need Linux on x64 or arm64, not ${platform} on ${arch}.`);
}
