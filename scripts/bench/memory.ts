import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { db } from '../../lib/db/client.ts';
import { progress } from './bench-instance.ts';
import type { Measured } from './figures.ts';

const MB = 1024;

/** Memory of the idle installation, shared pages counted once: the processes of the product, and one waiting sandbox. */
export async function measureMemory(supervisorPid: number): Promise<Measured> {
  progress('memory at rest');
  const all = tree(supervisorPid);
  const row = await db().sandbox.findFirst({ where: { state: 'running', key: { startsWith: 'pool:' } } });
  const sandboxPid = (row?.ref as { pid?: number } | null)?.pid;
  return {
    idle_memory_mb: sum(all) / MB,
    ...(sandboxPid ? { idle_sandbox_memory_mb: sum(tree(sandboxPid)) / MB } : {}),
  };
}

const sum = (pids: readonly number[]) => pids.reduce((total, pid) => total + pssOf(pid), 0);

function pssOf(pid: number): number {
  const file = `/proc/${pid}/smaps_rollup`;
  if (!existsSync(file)) return 0;
  return Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(file, 'utf8'))?.[1] ?? 0);
}

/** A process and all its descendants. */
function tree(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const parent = parentOf(Number(name));
    if (parent !== null) children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const found = [root];
  for (const pid of found) found.push(...(children.get(pid) ?? []));
  return found;
}

function parentOf(pid: number): number | null {
  try {
    return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  } catch {
    return null; // it ended while we looked
  }
}
