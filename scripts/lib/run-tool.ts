import { spawn } from 'node:child_process';

const KEEP_OUTPUT = 4000;

interface ToolOptions {
  readonly cwd: string;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** How a tool ended, with the end of what it wrote (4,000 characters). */
export interface ToolResult {
  readonly exitCode: number | null;
  readonly timedOut: boolean;
  readonly output: string;
}

/** Runs a program of this machine to its end. Throws only when it cannot be started or the signal ends it. */
export function runTool(program: string, args: readonly string[], env: NodeJS.ProcessEnv, options: ToolOptions): Promise<ToolResult> {
  const { cwd, timeoutMs, signal } = options;
  return new Promise((resolve, reject) => {
    const deadline = AbortSignal.timeout(timeoutMs);
    const child = spawn(program, args, {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
    });
    let output = '';
    const collect = (bytes: Buffer) => {
      output = (output + bytes.toString()).slice(-KEEP_OUTPUT);
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', (error) => {
      if (deadline.aborted && !signal?.aborted) resolve({ exitCode: null, timedOut: true, output });
      else reject(error);
    });
    child.on('close', (exitCode) => resolve({ exitCode, timedOut: deadline.aborted, output }));
  });
}
