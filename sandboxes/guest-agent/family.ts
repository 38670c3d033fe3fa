import { readdirSync, readFileSync } from 'node:fs';
import { errorCode } from './errors.ts';

/** A process that was seen; its number alone could be another's by the time it is used. */
export interface Member {
  readonly pid: number;
  readonly startTime: string;
}

interface Entry extends Member {
  readonly parent: number;
}

function read(pid: number): Entry | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { pid, parent: Number(fields[1]), startTime: fields[19] ?? '' };
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes(errorCode(error))) return null; // ended meanwhile
    throw error;
  }
}

/** Everything below a process, also what made a process group of its own and so escapes a signal to the group. */
export function descendantsOf(root: number): Member[] {
  const all = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? (read(Number(name)) ?? []) : []));
  const found: Member[] = [];
  const parents = new Set([root]);
  for (let before = 0; before < parents.size; ) {
    before = parents.size;
    for (const entry of all) {
      if (parents.has(entry.parent) && !parents.has(entry.pid)) {
        parents.add(entry.pid);
        found.push(entry);
      }
    }
  }
  return found;
}

export function endMember({ pid, startTime }: Member): void {
  if (read(pid)?.startTime !== startTime) return;
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw error;
  }
}
