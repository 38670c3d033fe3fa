import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { killHard, processTree } from '../../../tests/e2e/processes.ts';

export const VICTIMS = ['worker', 'gateway', 'web', 'database', 'sandbox'] as const;
export type Victim = (typeof VICTIMS)[number];

export interface Target {
  readonly dataDir: string;
  /** Of the command that supervises everything. */
  readonly pid: number;
}

/** kill -9. False when there is none at the moment: it is being started again. */
export function killOne(victim: Victim, { dataDir, pid }: Target, random: () => number): boolean {
  const victimPid = victim === 'database' ? postmaster(dataDir) : victim === 'sandbox' ? anySandbox(dataDir, random) : part(pid, victim);
  if (victimPid === null) return false;
  try {
    return killHard({ pid: victimPid });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

const part = (root: number, name: string): number | null =>
  processTree(root).find(({ command }) => command.split(' ').includes(`${name}/main.ts`))?.pid ?? null;

const postmaster = (dataDir: string): number | null => {
  const pid = Number(readIfThere(join(dataDir, 'pg/postmaster.pid'))?.split('\n')[0]);
  return pid > 1 ? pid : null;
};

function anySandbox(dataDir: string, random: () => number): number | null {
  const ids = sandboxesOnDisk(dataDir);
  const id = ids[Math.floor(random() * ids.length)];
  const text = id === undefined ? null : readIfThere(join(dataDir, 'run/sandboxes', id, 'sandbox.json'));
  return text === null ? null : (JSON.parse(text) as { pid: number }).pid;
}

/** The sandboxes that exist, whatever the registry says. */
export const sandboxesOnDisk = (dataDir: string): string[] => readdirSync(join(dataDir, 'run/sandboxes'));

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null; // it is being made, or gone
    throw error;
  }
}
