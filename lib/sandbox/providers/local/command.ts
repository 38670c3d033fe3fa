import { existsSync, lstatSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Limits } from '../../contract.ts';

/** What a sandbox sees of the machine, and where it lies. */
export interface Sources {
  readonly image: string;
  readonly etc: string;
  readonly model: string;
}

/** Descriptors that the launched process inherits. */
export const LISTEN_FD = 3;
const INFO_FD = 4;
export const MODEL_PORT = 8318;
export const INNER_PATH = '/opt/glassworks/bin:/usr/bin:/bin';
const TMP_BYTES = 256 * 1024 * 1024;
const SHM_BYTES = 64 * 1024 * 1024;
const GUEST_HEAP_MB = 128;
/** Without a memory cgroup a process's data is bounded, generously: JavaScript engines reserve far more than they use. */
const MIN_DATA_BYTES = 2 * 1024 ** 3;
const SYSTEM_FOLDERS = ['lib', 'lib32', 'lib64', 'libx32', 'bin', 'sbin'];
const SYSTEM_FILES = ['/etc/ssl', '/etc/ca-certificates', '/etc/pki', '/etc/alternatives', '/etc/ld.so.cache', '/etc/localtime'];

/** The system's programs and libraries as this machine lays them out: links into /usr, or folders of their own. */
function systemArgs(): string[] {
  const args = ['--ro-bind', '/usr', '/usr'];
  if (existsSync('/usr/local')) args.push('--size', '4096', '--tmpfs', '/usr/local', '--remount-ro', '/usr/local');
  for (const name of SYSTEM_FOLDERS) {
    const found = lstatSync(join('/', name), { throwIfNoEntry: false });
    if (found?.isSymbolicLink()) args.push('--symlink', readlinkSync(join('/', name)), join('/', name));
    else if (found?.isDirectory()) args.push('--ro-bind', join('/', name), join('/', name));
  }
  for (const path of SYSTEM_FILES) args.push('--ro-bind-try', path, path);
  return args;
}

/** The command that becomes a sandbox: bubblewrap, limits, guest agent. */
function sandboxCommand(sources: Sources, limits: Limits, options: { readonly limitData: boolean }): string[] {
  const tmpfs = (bytes: number, path: string): string[] => ['--size', String(bytes), '--tmpfs', path];
  const etc = ['passwd', 'group', 'hosts', 'nsswitch.conf'].flatMap((name) => ['--ro-bind', join(sources.etc, name), `/etc/${name}`]);
  const rlimits = ['--core=0', '--nofile=16384', `--nproc=${limits.processes}`, `--fsize=${limits.disk}`];
  if (options.limitData) rlimits.push(`--data=${Math.max(limits.memory * 2, MIN_DATA_BYTES)}`);
  return [
    'bwrap',
    ...['--unshare-all', '--unshare-user', '--disable-userns', '--uid', '1000', '--gid', '1000', '--hostname', 'sandbox'],
    ...['--new-session', '--cap-drop', 'ALL', '--clearenv', '--setenv', 'PATH', INNER_PATH, '--setenv', 'HOME', '/workspace/.home'],
    ...systemArgs(),
    ...etc,
    ...['--ro-bind', sources.image, '/opt/glassworks'],
    ...['--ro-bind', sources.model, '/run/glassworks-model'],
    ...['--proc', '/proc', '--dev', '/dev', ...tmpfs(SHM_BYTES, '/dev/shm'), '--remount-ro', '/dev'],
    ...tmpfs(limits.disk, '/workspace'),
    ...tmpfs(Math.min(TMP_BYTES, limits.disk), '/tmp'),
    ...['--remount-ro', '/', '--chdir', '/workspace', '--info-fd', String(INFO_FD)],
    ...['--', 'prlimit', ...rlimits, '--'],
    ...['/opt/glassworks/bin/node', `--max-old-space-size=${GUEST_HEAP_MB}`, '/opt/glassworks/guest-agent.mjs'],
  ];
}

/** Joins the limits' groups, and closes what this process inherited by accident: a descriptor is a way out of the sandbox. */
const ENTER = `set -e
for group in $GW_CGROUPS; do echo 0 > "$group/cgroup.procs"; done
for path in /proc/self/fd/*; do
  fd="\${path##*/}"
  if [ "$fd" -gt ${INFO_FD} ]; then eval "exec $fd>&-"; fi
done`;

/** As root: what the sandbox may see is mounted where its own user gets to, in a mount namespace of its own, and root is left behind. */
const AS_ROOT = `${ENTER}
mount -t tmpfs -o size=64k,mode=755 glassworks "$GW_STAGE"
mkdir "$GW_STAGE/image" "$GW_STAGE/etc" "$GW_STAGE/model"
mount --bind "$GW_IMAGE" "$GW_STAGE/image"
mount --bind "$GW_ETC" "$GW_STAGE/etc"
mount --bind "$GW_MODEL" "$GW_STAGE/model"
exec setpriv --reuid "$GW_UID" --regid "$GW_UID" --clear-groups -- "$@"`;
const AS_USER = `${ENTER}
exec "$@"`;

/** A folder of the system to mount over in the launcher's own namespace: one that hides none of the sources. */
function stageFor(sources: Sources): string {
  const free = ['/mnt', '/media', '/srv', '/opt'].find(
    (path) => existsSync(path) && !Object.values(sources).some((source: string) => source.startsWith(`${path}/`)),
  );
  if (free === undefined) throw new Error('one of the folders /mnt, /media, /srv and /opt must exist and not hold the data folder');
  return free;
}

export interface LaunchPlan {
  readonly argv: readonly [string, ...string[]];
  readonly env: Record<string, string>;
}

/** How to start a sandbox from this process: as its own user when we are root, else as ourselves in a user namespace. */
export function launchPlan(
  sources: Sources,
  limits: Limits,
  options: { readonly uid: number | null; readonly cgroups: readonly string[]; readonly limitData: boolean },
): LaunchPlan {
  const base = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', GW_CGROUPS: options.cgroups.join(' ') };
  if (options.uid === null) {
    return { argv: ['bash', '-c', AS_USER, 'sandbox', ...sandboxCommand(sources, limits, options)], env: base };
  }
  const stage = stageFor(sources);
  const staged = { image: `${stage}/image`, etc: `${stage}/etc`, model: `${stage}/model` };
  const inner = sandboxCommand(staged, limits, options);
  return {
    argv: ['unshare', '--mount', '--propagation', 'private', '--', 'bash', '-c', AS_ROOT, 'sandbox', ...inner],
    env: {
      ...base,
      GW_STAGE: stage,
      GW_IMAGE: sources.image,
      GW_ETC: sources.etc,
      GW_MODEL: sources.model,
      GW_UID: String(options.uid),
    },
  };
}
