import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toError } from '#lib/errors.ts';

export interface SmallDisk {
  readonly folder: string;
  /** To the last byte. */
  fill(): void;
  /** Takes away what `fill` put there. */
  free(): void;
  close(): void;
}

/** A disk of its own, of so many megabytes, that other users may enter. Mounting one takes root. */
export function smallDisk(megabytes: number): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'glassworks-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=755`, 'tmpfs', folder], { stdio: 'pipe' });
  chmodSync(folder, 0o755);
  const fillers = join(folder, 'fillers');
  return {
    folder,
    fill() {
      mkdirSync(fillers, { recursive: true });
      for (const size of [1024 ** 2, 4096]) fill(join(fillers, String(size)), Buffer.alloc(size));
    },
    free: () => rmSync(fillers, { recursive: true, force: true }),
    close() {
      execFileSync('umount', ['--lazy', folder]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function fill(file: string, piece: Buffer): void {
  try {
    for (;;) appendFileSync(file, piece);
  } catch (error) {
    if ((toError(error) as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}
