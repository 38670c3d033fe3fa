import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { toError } from '#lib/errors.ts';
import { SandboxError } from '../../errors.ts';
import type { LocalRef } from './ref.ts';

const codeOf = (error: unknown): string => (toError(error) as NodeJS.ErrnoException).code ?? '';

export const bootId = (): string => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();

/** When a process started, in clock ticks since boot; null when there is none or only its remains. */
export function startTimeOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The program's name comes second, in brackets, and may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? null : (fields[19] ?? null);
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes(codeOf(error))) return null;
    throw error;
  }
}

/** Whether the ref's process is still that process. */
export const isRunning = (ref: LocalRef): boolean => ref.bootId === bootId() && startTimeOf(ref.pid) === ref.startTime;

export function killPid(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (codeOf(error) !== 'ESRCH') throw error;
  }
}

/** Waits for a condition. @throws SandboxError timeout */
export async function until(condition: () => boolean, timeoutMs: number, what: string): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!condition()) {
    if (performance.now() > deadline) throw new SandboxError('timeout', `${what} did not happen within ${timeoutMs} ms.`);
    await delay(5);
  }
}

/** Ends a sandbox by its first process, with which the kernel ends all of its process namespace. Never another process. */
export async function endSandbox(ref: LocalRef): Promise<void> {
  if (!isRunning(ref)) return;
  killPid(ref.pid);
  await until(() => !isRunning(ref), 10_000, `The end of sandbox ${ref.id}`);
}
