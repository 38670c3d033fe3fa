import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { toError } from '#lib/errors.ts';

/**
 * From now on, until `free`, nothing fits under `folder`: a small disk is mounted over it and filled. Who may not mount
 * gets a limit of this process's files in its place, which fails at the same writes.
 */
export function fullDisk(folder: string): { free: () => void } {
  mkdirSync(folder, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], { stdio: 'pipe' });
  } catch {
    limitFiles('0');
    return { free: () => limitFiles('unlimited') };
  }
  fill(join(folder, 'filler'));
  return { free: () => void execFileSync('umount', ['--lazy', folder]) };
}

function limitFiles(bytes: string): void {
  execFileSync('prlimit', ['--pid', String(process.pid), `--fsize=${bytes}:`]);
}

function fill(file: string): void {
  try {
    for (;;) appendFileSync(file, Buffer.alloc(4096));
  } catch (error) {
    if ((toError(error) as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}
