import { constants, existsSync, lstatSync, readlinkSync } from 'node:fs';
import { access, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '#lib/errors.ts';

/** How Chromium is started. Outside a jail it must have its own sandbox. */
export interface Launch {
  readonly executablePath: string;
  readonly jailed: boolean;
}

/** `nobody`: owns nothing on the machine. */
const NOBODY = 65534;
const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable'];

/**
 * The browser that verifies apps: CHROMIUM_PATH, or where the system's packages put it.
 * @throws AppError unavailable saying how to install it
 */
export function findChromium(preferred: string | undefined = process.env.CHROMIUM_PATH): string {
  if (preferred !== undefined && preferred !== '') {
    if (existsSync(preferred)) return preferred;
    throw new AppError('unavailable', `CHROMIUM_PATH names ${preferred}, which does not exist.`);
  }
  const found = CHROMIUM.find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw new AppError(
    'unavailable',
    'Chromium is not installed, so apps cannot be opened before they are shown. Install the package "chromium", or set CHROMIUM_PATH.',
  );
}

const quote = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

/** /bin, /lib and so on are links into /usr on some systems and folders on others. */
function systemFolders(): string[] {
  return ['/bin', '/sbin', '/lib', '/lib32', '/lib64'].flatMap((path) => {
    if (!existsSync(path)) return [];
    return lstatSync(path).isSymbolicLink() ? ['--symlink', readlinkSync(path), path] : ['--ro-bind', path, path];
  });
}

function jailArguments(bubblewrap: string, chromium: string): string[] {
  const readable = [
    '/etc/fonts',
    '/etc/chromium',
    '/etc/chromium.d',
    '/etc/alternatives',
    '/etc/ld.so.cache',
    '/var/cache/fontconfig',
    // Not all of /opt: the data folder may lie there.
    '/opt/google',
  ];
  const elsewhere = /^\/usr\//.test(chromium) ? [] : ['--ro-bind', dirname(chromium), dirname(chromium)];
  return [
    bubblewrap,
    ...['--unshare-user', '--unshare-all', '--die-with-parent', '--new-session', '--hostname', 'verify'],
    ...['--ro-bind', '/usr', '/usr', ...systemFolders()],
    ...readable.flatMap((path) => ['--ro-bind-try', path, path]),
    ...['--proc', '/proc', '--dev', '/dev', '--tmpfs', '/dev/shm', '--tmpfs', '/tmp', ...elsewhere, '--chdir', '/tmp'],
    ...[
      '--clearenv',
      '--setenv',
      'PATH',
      '/usr/bin:/bin',
      '--setenv',
      'HOME',
      '/tmp',
      '--setenv',
      'LANG',
      'C.UTF-8',
      '--setenv',
      'TZ',
      'UTC',
    ],
    ...['--cap-drop', 'ALL', chromium],
  ];
}

const findTool = (name: string): string | undefined =>
  ['/usr/bin', '/bin', '/usr/local/bin'].map((dir) => join(dir, name)).find(existsSync);

/**
 * Makes the way to start Chromium. With bubblewrap it is a small script that enters a jail without network, home or
 * files of this machine, as `nobody` when this process is root; the profile lies in the jail's own memory.
 * @param runDir folder of this installation for such files, e.g. `<data-dir>/run`
 * @throws AppError unavailable when neither a jail nor Chromium's own sandbox can be had
 */
export async function prepareLaunch(runDir: string, chromium: string = findChromium()): Promise<Launch> {
  const bubblewrap = findTool('bwrap');
  const root = process.getuid?.() === 0;
  if (bubblewrap === undefined) {
    if (root)
      throw new AppError(
        'unavailable',
        'Chromium is not started as root without a jail. Install the package "bubblewrap", or run as another user.',
      );
    return { executablePath: chromium, jailed: false };
  }
  const setpriv = findTool('setpriv');
  if (root && setpriv === undefined)
    throw new AppError('unavailable', 'Chromium is not started as root: install the package "util-linux" (setpriv).');
  const identity = root ? [setpriv ?? 'setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', '--no-new-privs'] : [];
  const command = [...identity, ...jailArguments(bubblewrap, chromium)].map(quote).join(' ');
  const executablePath = join(runDir, `chromium-${process.pid}.sh`);
  await mkdir(runDir, { recursive: true });
  await writeFile(executablePath, `#!/bin/sh\ncd /\nexec ${command} "$@"\n`, { mode: 0o700 });
  await access(executablePath, constants.X_OK);
  return { executablePath, jailed: true };
}
