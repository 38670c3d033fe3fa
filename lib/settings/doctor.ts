import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Doctor } from '#lib/contracts/live.ts';
import { env } from '#lib/env.ts';
import { toError } from '#lib/errors.ts';
import { assertIsolationAllowed } from '#lib/sandbox/isolation.ts';
import { sandboxProvider } from '#lib/sandbox/providers/provider.ts';

const run = promisify(execFile);
const TRY_MS = 10_000;
const CHECK_MS = 20_000;

type Level = Doctor['levels'][number];

/** Tries every way in which this machine could isolate an agent, strongest first, and says which is in force. */
export async function examine(): Promise<Doctor> {
  const levels = await Promise.all([microvm(), userKernel(), container(), processes()]);
  const inForce = levels.find((level) => level.inForce) ?? null;
  return { inForce: inForce && { name: inForce.name, isolation: inForce.isolation, ok: inForce.ok, message: inForce.message }, levels };
}

async function microvm(): Promise<Level> {
  const level = { name: 'microVM (KVM with Firecracker)', isolation: 'microvm', inForce: false, supported: false } as const;
  try {
    await access('/dev/kvm', constants.R_OK | constants.W_OK);
  } catch {
    return { ...level, ok: false, message: '/dev/kvm cannot be opened: this machine has no virtualisation, or does not let us use it.' };
  }
  return { ...level, ...(await tool('firecracker', ['--version'])) };
}

async function userKernel(): Promise<Level> {
  return { name: 'gVisor (runsc)', isolation: 'container', inForce: false, supported: false, ...(await tool('runsc', ['--version'])) };
}

async function container(): Promise<Level> {
  const found = await tool('docker', ['version', '--format', '{{.Server.Version}}']);
  return { name: 'Container (Docker)', isolation: 'container', inForce: false, supported: false, ...found };
}

/** What is tried is what builds use: a sandbox is made and destroyed. */
async function processes(): Promise<Level> {
  const level = { name: 'Processes (bubblewrap)', isolation: 'process', inForce: true, supported: true } as const;
  const source = env();
  const dir = source.GLASSWORKS_IMAGE_DIR;
  if (!dir) return { ...level, ok: false, message: 'The sandbox image is missing. `npm start` makes it; look there for why it could not.' };
  try {
    const provider = sandboxProvider(source, { dir });
    assertIsolationAllowed({
      host: source.GLASSWORKS_HOST,
      capabilities: provider.capabilities,
      allowWeak: source.GLASSWORKS_ALLOW_WEAK_ISOLATION,
    });
    return { ...level, ...(await provider.check(AbortSignal.timeout(CHECK_MS))) };
  } catch (error) {
    return { ...level, ok: false, message: toError(error).message };
  }
}

/** Whether a program is there and answers. That it does not mean it can be used here: no provider of this version does. */
async function tool(name: string, args: readonly string[]): Promise<{ ok: boolean; message: string }> {
  try {
    const { stdout } = await run(name, [...args], { timeout: TRY_MS });
    return { ok: true, message: `${name} answers (${stdout.split('\n')[0]?.trim()}), but this version has no provider for it.` };
  } catch (error) {
    const missing = (toError(error) as NodeJS.ErrnoException).code === 'ENOENT';
    return {
      ok: false,
      message: missing ? `${name} is not installed.` : `${name} does not work here: ${firstLine(toError(error).message)}`,
    };
  }
}

const firstLine = (text: string): string => (text.split('\n').find((line) => line.trim() !== '') ?? text).slice(0, 200);
