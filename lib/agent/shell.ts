import { SandboxError } from '#lib/sandbox/errors.ts';
import type { Guest } from '#lib/sandbox/guest.ts';
import { PATH } from './places.ts';

const DEADLINE_MS = 30_000;

/** Runs a short fixed script in the sandbox; values come as arguments `$1…`, never as part of it. Returns what it printed. */
export async function shell(guest: Guest, script: string, args: readonly string[], signal: AbortSignal): Promise<string> {
  const argv = ['/bin/sh', '-euc', script, 'sh', ...args];
  const result = await guest.run({ argv, env: { PATH }, timeoutMs: DEADLINE_MS }, signal);
  if (result.exitCode === 0) return result.stdout.trim();
  const why = result.timedOut ? 'it took longer than 30 seconds' : result.stderr.trim().slice(-500);
  throw new SandboxError('unavailable', `The sandbox could not be prepared: ${why}`);
}
