import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { say } from './progress.ts';

const fileIn = (dataDir: string) => join(dataDir, 'run', 'supervisor.pid');

/** Whether a process with this id is a supervisor of ours: a pid may belong to another program by now. */
export function isSupervisor(pid: number): boolean {
  // A file that a full disk cut short holds no number; 0 would name our own process group.
  if (!Number.isInteger(pid) || pid <= 1) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs as somebody else; its command line says what it is.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const cmdline = `/proc/${pid}/cmdline`;
  return !existsSync(cmdline) || readFileSync(cmdline, 'utf8').includes('supervise.ts');
}

/** Two starts on one data folder would damage it: the second one is refused. What a dead one left is cleared. */
export async function endOldSupervisor(dataDir: string): Promise<void> {
  const file = fileIn(dataDir);
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8'));
  if (pid !== process.pid && isSupervisor(pid)) {
    say(`Glassworks already runs on ${dataDir} (process ${pid}). Stop it first, or choose another folder with --data-dir.`);
    process.exit(1);
  }
  rmSync(file, { force: true });
}

export function holdDataDir(dataDir: string): void {
  mkdirSync(join(dataDir, 'run'), { recursive: true, mode: 0o755 });
  const file = fileIn(dataDir);
  writeFileSync(file, String(process.pid));
  process.on('exit', () => rmSync(file, { force: true }));
}
