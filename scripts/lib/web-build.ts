import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { step } from './progress.ts';

const SOURCES = ['app', 'components', 'lib', 'public'];
const FILES = ['next.config.ts', 'package-lock.json', 'tsconfig.json', 'postcss.config.mjs'];
const STAMP = '.next/.glassworks-sources';
const BUSY = 'Another next build process is already running';
const BUSY_DEADLINE_MS = 5 * 60_000;

/** Builds the pages when their sources changed since the last build. */
export async function ensureWebBuild(): Promise<void> {
  const wanted = hashSources();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return;
  await step('Building the pages', (report) => buildInTurn(wanted, report));
  writeFileSync(STAMP, wanted);
}

/** Another start from this folder may be building them right now: then what it makes will do. */
async function buildInTurn(wanted: string, report: (line: string) => void): Promise<void> {
  const deadline = Date.now() + BUSY_DEADLINE_MS;
  while (!existsSync(STAMP) || readFileSync(STAMP, 'utf8') !== wanted) {
    try {
      return await nextBuild(report);
    } catch (error) {
      if (!String(error).includes(BUSY) || Date.now() > deadline) throw error;
      report('waiting for another start that builds them');
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
}

function hashSources(): string {
  const hash = createHash('sha256');
  const files = [...SOURCES.flatMap(filesBelow), ...FILES.filter((file) => existsSync(file))];
  for (const file of files.sort()) hash.update(file).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

function nextBuild(report: (line: string) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['node_modules/next/dist/bin/next', 'build'], {
      // Types are checked by the test run; a start needs the pages only.
      env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', GLASSWORKS_SKIP_TYPECHECK: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const onData = (data: Buffer) => {
      output += data.toString();
      report(output.trim().split('\n').at(-1)?.trim().slice(0, 70) ?? '');
    };
    child.stdout.on('data', onData);
    child.stderr.on('data', onData);
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`next build failed:\n${output.slice(-4000)}`))));
  });
}
