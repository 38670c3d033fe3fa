import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toError } from '#lib/errors.ts';
import type { Limits } from '../../contract.ts';
import { killPid, until } from './identity.ts';

const ROOT = '/sys/fs/cgroup';
const GROUP = 'glassworks';
const CPU_PERIOD_US = 100_000;
type Controller = 'memory' | 'pids' | 'cpu';
const CONTROLLERS: readonly Controller[] = ['memory', 'pids', 'cpu'];

/** Which limits this machine lets us set, and how. */
export interface Cgroups {
  readonly has: ReadonlySet<Controller>;
  /** Makes the groups of a sandbox; its first process must write itself into each of these folders. */
  make(id: string, limits: Limits): readonly string[];
  /** Ends what is in them and removes them. Missing ones are fine. */
  remove(id: string): Promise<void>;
}

const codeOf = (error: unknown): string => (toError(error) as NodeJS.ErrnoException).code ?? '';

/** Tries a write to the cgroup tree; a machine that does not allow it simply has no such limit. */
function allowed(attempt: () => void): boolean {
  try {
    attempt();
    return true;
  } catch (error) {
    if (['EACCES', 'EPERM', 'EROFS', 'ENOENT', 'EBUSY', 'EINVAL', 'EOPNOTSUPP', 'ENOTSUP'].includes(codeOf(error))) return false;
    throw error;
  }
}

/** Whether groups can be made in this folder, which is made when missing. */
function canMakeIn(parent: string): boolean {
  const probe = join(parent, `probe-${process.pid}`);
  return allowed(() => {
    mkdirSync(probe, { recursive: true });
    rmdirSync(probe);
  });
}

const V1_FILES: Record<Controller, (limits: Limits) => readonly [string, number]> = {
  memory: (limits) => ['memory.limit_in_bytes', limits.memory],
  pids: (limits) => ['pids.max', limits.processes],
  cpu: (limits) => ['cpu.cfs_quota_us', Math.round(limits.cpus * CPU_PERIOD_US)],
};
const V2_FILES: Record<Controller, (limits: Limits) => readonly [string, number | string]> = {
  memory: (limits) => ['memory.max', limits.memory],
  pids: (limits) => ['pids.max', limits.processes],
  cpu: (limits) => ['cpu.max', `${Math.round(limits.cpus * CPU_PERIOD_US)} ${CPU_PERIOD_US}`],
};

function membersOf(folder: string): number[] {
  try {
    return readFileSync(join(folder, 'cgroup.procs'), 'utf8').split('\n').filter(Boolean).map(Number);
  } catch (error) {
    if (['ENOENT', 'ENODEV'].includes(codeOf(error))) return [];
    throw error;
  }
}

async function removeFolder(folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  await until(
    () => {
      for (const pid of membersOf(folder)) if (pid > 0) killPid(pid);
      return !existsSync(folder) || allowed(() => rmdirSync(folder));
    },
    10_000,
    `The removal of ${folder}`,
  );
}

/** One tree a controller (v1). */
function detectV1(): Cgroups {
  const parents = CONTROLLERS.map((name) => ({ name, parent: join(ROOT, name, GROUP) }));
  const usable = parents.filter(({ name, parent }) => {
    const [file] = V1_FILES[name]({ memory: 0, cpus: 0, processes: 0, disk: 0 });
    return existsSync(join(ROOT, name, 'cgroup.procs')) && canMakeIn(parent) && existsSync(join(parent, file));
  });
  return {
    has: new Set(usable.map(({ name }) => name)),
    make: (id, limits) =>
      usable.map(({ name, parent }) => {
        const folder = join(parent, id);
        mkdirSync(folder, { recursive: true });
        const [file, value] = V1_FILES[name](limits);
        writeFileSync(join(folder, file), String(value));
        return folder;
      }),
    remove: async (id) => {
      for (const { parent } of usable) await removeFolder(join(parent, id));
    },
  };
}

/** One tree for all (v2). Enabling controllers needs the real root of the tree, or one that was delegated to us. */
function detectV2(): Cgroups {
  const parent = join(ROOT, GROUP);
  const has = new Set<Controller>();
  const made = canMakeIn(parent);
  for (const name of made ? CONTROLLERS : []) {
    const enable = (folder: string) => writeFileSync(join(folder, 'cgroup.subtree_control'), `+${name}`);
    if (allowed(() => enable(ROOT)) && allowed(() => enable(parent))) has.add(name);
  }
  return {
    has,
    make: (id, limits) => {
      if (has.size === 0) return [];
      const folder = join(parent, id);
      mkdirSync(folder, { recursive: true });
      for (const name of has) {
        const [file, value] = V2_FILES[name](limits);
        writeFileSync(join(folder, file), String(value));
      }
      if (existsSync(join(folder, 'memory.swap.max'))) writeFileSync(join(folder, 'memory.swap.max'), '0');
      return [folder];
    },
    remove: async (id) => {
      const folder = join(parent, id);
      if (existsSync(join(folder, 'cgroup.kill'))) writeFileSync(join(folder, 'cgroup.kill'), '1');
      await removeFolder(folder);
    },
  };
}

/** Finds out by trying. */
export function detectCgroups(): Cgroups {
  if (existsSync(join(ROOT, 'cgroup.controllers'))) return detectV2();
  const v1 = existsSync(ROOT) && readdirSync(ROOT).includes('memory');
  return v1 ? detectV1() : { has: new Set(), make: () => [], remove: async () => undefined };
}
