import { type ChildProcess, spawn } from 'node:child_process';
import { newId } from '../../lib/ids.ts';
import { say } from './progress.ts';

const STOP_DEADLINE_MS = 15_000;
const MAX_BACKOFF_MS = 10_000;
/** Who lived this long was healthy: the next restart is quick again. */
const HEALTHY_MS = 30_000;
/** How many of its predecessors a process is told: the last ones may have died before they took over from theirs. */
const REMEMBERED = 10;

/**
 * One process of the product. It is started again when it dies; it ends by itself when its parent does, because it
 * watches its end of the pipe that is its stdin.
 */
export class Child {
  private process: ChildProcess | null = null;
  private stopping = false;
  private backoffMs = 250;
  private readonly dead: string[] = [];
  private readonly name: string;
  private readonly env: Record<string, string>;
  private readonly args: string[];

  constructor(name: string, entry: string, env: Record<string, string>, watch: boolean) {
    this.name = name;
    this.env = env;
    this.args = watch ? ['--watch', '--watch-preserve-output', entry] : [entry];
  }

  start(): void {
    const startedAt = Date.now();
    const id = newId('prc');
    const names = { GLASSWORKS_PROCESS: this.name, GLASSWORKS_PROCESS_ID: id, GLASSWORKS_REPLACES: this.dead.slice(-REMEMBERED).join() };
    const child = spawn(process.execPath, this.args, {
      env: { ...process.env, ...this.env, ...names },
      stdio: ['pipe', 'inherit', 'inherit'],
      detached: true, // a terminal's Ctrl-C reaches the supervisor only, which stops things in order
    });
    this.process = child;
    const ended = (why: string) => {
      if (this.process !== child) return;
      this.process = null;
      this.dead.push(id);
      if (this.stopping) return;
      this.backoffMs = Date.now() - startedAt > HEALTHY_MS ? 250 : Math.min(this.backoffMs * 2, MAX_BACKOFF_MS);
      say(`  ${this.name} ended (${why}); starting it again in ${this.backoffMs} ms`);
      setTimeout(() => this.stopping || this.start(), this.backoffMs);
    };
    child.once('exit', (code, signal) => ended(signal ?? `exit ${code}`));
    // A process that could not be made, for want of memory say, never exits.
    child.once('error', (error) => child.pid === undefined && ended(error.message));
  }

  /** Asks it to end; insists after the deadline. */
  async stop(): Promise<void> {
    this.stopping = true;
    const child = this.process;
    if (!child) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_DEADLINE_MS);
    await ended;
    clearTimeout(timer);
  }
}
