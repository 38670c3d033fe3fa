import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { step } from './progress.ts';

interface SystemPackage {
  readonly name: string;
  /** Any of these programs will do. */
  readonly programs: readonly string[];
  readonly why: string;
}

const PACKAGES: readonly SystemPackage[] = [
  { name: 'bubblewrap', programs: ['bwrap'], why: 'builds run isolated in it' },
  { name: 'git', programs: ['git'], why: 'projects are fetched with it' },
  {
    name: 'chromium',
    programs: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    why: 'every app is opened in it before it counts as ready',
  },
];

const onPath = (program: string) => spawnSync('which', [program]).status === 0;
const isPresent = (item: SystemPackage) =>
  item.programs.some(onPath) || (item.name === 'chromium' && existsSync(process.env.CHROMIUM_PATH ?? ''));

/**
 * Installs the system's packages that are missing, where it may (Debian and its kin, as root).
 * @returns what is still missing, in words for people
 */
export async function ensureSystemPackages(mayInstall: boolean): Promise<string[]> {
  if (process.platform !== 'linux') return [platformAdvice()];
  let missing = PACKAGES.filter((item) => !isPresent(item));
  if (missing.length > 0 && mayInstall && process.getuid?.() === 0 && onPath('apt-get')) {
    const names = missing.map((item) => item.name);
    await step(`Installing ${names.join(', ')}`, async (report) => {
      await apt(['update', '-q'], report);
      await apt(['install', '-y', '-q', '--no-install-recommends', ...names], report);
    }).catch((error: unknown) => console.error(`  ${String(error)}`));
    missing = missing.filter((item) => !isPresent(item));
  }
  return missing.map((item) => `${item.name} is missing (${item.why}). Install it: sudo apt-get install ${item.name}`);
}

function platformAdvice(): string {
  const docker = onPath('docker') ? 'Docker is here, but this version cannot build in it yet' : 'No Docker was found either';
  return `Building apps needs Linux on this version. ${docker}: everything but building works.`;
}

function apt(args: string[], report: (line: string) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('apt-get', args, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, stdio: ['ignore', 'pipe', 'pipe'] });
    let tail = '';
    const onData = (data: Buffer) => {
      tail = (tail + data.toString()).slice(-2000);
      report(tail.trim().split('\n').at(-1)?.slice(0, 80) ?? '');
    };
    child.stdout.on('data', onData);
    child.stderr.on('data', onData);
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`apt-get ${args[0]} failed:\n${tail}`))));
  });
}
