import { spawn } from 'node:child_process';
import { say } from './progress.ts';

export interface Task {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly env?: Record<string, string>;
  readonly timeoutMs: number;
}

export interface TaskResult {
  readonly name: string;
  readonly ok: boolean;
  readonly seconds: number;
}

/** Runs one command; its output appears in one piece when it has ended, so that tasks that run side by side stay readable. */
export async function runTask({ name, command, env = {}, timeoutMs }: Task): Promise<TaskResult> {
  const started = Date.now();
  const [program, ...args] = command;
  const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  const timer = setTimeout(() => {
    chunks.push(Buffer.from(`\nended after ${timeoutMs / 1000} s\n`));
    child.kill('SIGKILL');
  }, timeoutMs);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  clearTimeout(timer);
  const seconds = (Date.now() - started) / 1000;
  say(`\n──── ${name}: ${code === 0 ? 'passed' : `failed (exit ${code})`}, ${seconds.toFixed(1)} s`);
  process.stdout.write(Buffer.concat(chunks));
  return { name, ok: code === 0, seconds };
}

/** Runs tasks one after another. Several such rows may run side by side. */
export async function inOrder(tasks: readonly Task[]): Promise<TaskResult[]> {
  const results: TaskResult[] = [];
  for (const task of tasks) results.push(await runTask(task));
  return results;
}
