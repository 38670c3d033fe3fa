import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A process as it is found again: its number alone could name another one by now. */
export interface Process {
  readonly pid: number;
  readonly parent: number;
  /** Clock ticks since boot. */
  readonly startTime: string;
  readonly command: string;
}

function read(pid: number): Process | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may hold anything: what counts follows the last bracket.
    const [state, parent, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z' || state === 'X') return null;
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return { pid, parent: Number(parent), startTime: rest[17] ?? '', command };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ESRCH') return null; // it has ended
    throw error;
  }
}

const allProcesses = (): Process[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => read(Number(name)) ?? []);

/** A process and everything below it, parents first. */
export function processTree(root: number): Process[] {
  const all = allProcesses();
  const tree = all.filter(({ pid }) => pid === root);
  for (const { pid } of tree) tree.push(...all.filter((child) => child.parent === pid));
  return tree;
}

export const isAlive = ({ pid, startTime }: Process): boolean => read(pid)?.startTime === startTime;

/** The process of the product that runs this entry, e.g. `worker/main.ts`. */
export function partOf(root: number, entry: string): Process {
  const found = processTree(root).find(({ command }) => command.split(' ').includes(entry));
  if (!found) throw new Error(`no process below ${root} runs ${entry}`);
  return found;
}

export const killHard = ({ pid }: Pick<Process, 'pid'>): boolean => process.kill(pid, 'SIGKILL');

/** Stops everything that belongs to an instance at once, as a machine that falls asleep does. Returns the way to wake it up. */
export function putToSleep({ pid, dataDir }: { readonly pid: number; readonly dataDir: string }): () => void {
  const asleep = new Map<number, Process>();
  // What was started while the others were being stopped is stopped in the next round.
  for (let found = -1; found !== asleep.size; ) {
    found = asleep.size;
    for (const one of [...processTree(pid), ...sandboxProcesses(dataDir)]) {
      if (asleep.has(one.pid)) continue;
      process.kill(one.pid, 'SIGSTOP');
      asleep.set(one.pid, one);
    }
  }
  return () => {
    for (const one of asleep.values()) if (isAlive(one)) process.kill(one.pid, 'SIGCONT');
  };
}

/** The sandboxes that exist for this data folder, by id. */
export const sandboxIds = (dataDir: string): string[] => readdirSync(join(dataDir, 'run', 'sandboxes'));

/** The sandboxes that this data folder knows of, launchers included, with everything that runs in them. */
export function sandboxProcesses(dataDir: string): Process[] {
  const folder = join(dataDir, 'run', 'sandboxes');
  return readdirSync(folder).flatMap((id) => {
    const { pid } = JSON.parse(readFileSync(join(folder, id, 'sandbox.json'), 'utf8')) as { pid: number };
    const launcher = read(read(pid)?.parent ?? 0);
    return processTree(launcher?.command.startsWith('bwrap ') ? launcher.pid : pid);
  });
}
