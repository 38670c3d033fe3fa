// Runs on whatever Node (20 or newer) is on the machine: installs what is missing, then hands over to the pinned Node.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const modules = join(root, 'node_modules');
const MIN_NODE = [22, 18]; // the first that runs TypeScript files as they are

const hashOf = (...files) => {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(join(root, file)));
  return hash.digest('hex');
};
const readStamp = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : '');
const say = (text) => process.stderr.write(`${text}\n`);

/** Runs a command; its output is shown only when it fails. */
function run(what, command, args, env = {}) {
  const started = Date.now();
  process.stderr.write(`  ${what} …`);
  const result = spawnSync(command, args, {
    cwd: root,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (result.status === 0) return say(` done (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  say(' failed');
  say(`${result.stdout ?? ''}${result.stderr ?? ''}${result.error ?? ''}`);
  say(`\n"${command} ${args.join(' ')}" failed. Mend what it says above (often: no access to the npm registry), then start again.`);
  process.exit(1);
}

function installPackages() {
  const stamp = join(modules, '.glassworks-lock');
  const wanted = hashOf('package-lock.json');
  // An install that failed half way takes the packages away and leaves the stamp.
  if (readStamp(stamp) === wanted && existsSync(join(modules, 'next/package.json'))) return;
  run('Installing packages', 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(stamp, wanted);
}

/**
 * The Prisma CLI wants its migration engine for every command, even for this one that never uses it: any program that
 * exists will do, and nothing is downloaded.
 */
function generateDatabaseClient() {
  const stamp = join(root, 'lib/db/generated/.made-from'); // beside what it speaks of: it goes where that goes
  const wanted = hashOf('prisma/schema.prisma', 'package-lock.json');
  if (readStamp(stamp) === wanted && existsSync(join(root, 'lib/db/generated/client.ts'))) return;
  run('Generating the database client', nodePath(), [join(modules, 'prisma/build/index.js'), 'generate'], {
    PRISMA_SCHEMA_ENGINE_BINARY: nodePath(),
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
  });
  writeFileSync(stamp, wanted);
}

const isNewEnough = () => {
  const [major, minor] = process.versions.node.split('.').map(Number);
  return major > MIN_NODE[0] || (major === MIN_NODE[0] && minor >= MIN_NODE[1]);
};

/** The pinned Node that came with the packages, or this one where there is none for the platform. */
export function nodePath() {
  const pinned = join(modules, `node-${process.platform}-${process.arch}`, 'bin', 'node');
  if (existsSync(pinned)) return pinned;
  if (isNewEnough()) return process.execPath;
  say(
    `No Node 24 comes with the packages for ${process.platform}-${process.arch}. Install Node ${MIN_NODE.join('.')} or newer and start again.`,
  );
  process.exit(1);
}

/** Makes the installation complete. Quick when it already is. */
export function setUp() {
  installPackages();
  generateDatabaseClient();
}

/** Runs a TypeScript entry with the pinned Node, passes signals on, and ends as it ends. */
export function handOver(entry, args) {
  const path = `${dirname(nodePath())}:${join(modules, '.bin')}:${process.env.PATH}`;
  const child = spawn(nodePath(), [join(root, entry), ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PATH: path, NODE_NO_WARNINGS: '1' },
  });
  // A terminal signals the whole group, the child included; being asked twice does it no harm.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}
