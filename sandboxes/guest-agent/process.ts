import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { errorCode, toGuestError } from './errors.ts';
import { descendantsOf, endMember, type Member } from './family.ts';
import { Spool, type StreamName } from './spool.ts';

export interface ProcessOptions {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: Record<string, string>;
  readonly stdin: boolean;
  readonly timeoutMs: number;
  /** W3C trace context of the call that started it; told back with its times. */
  readonly traceparent: string | null;
}

export interface Exit {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly timedOut: boolean;
  readonly truncated: boolean;
}

export type SignalName = 'SIGINT' | 'SIGTERM' | 'SIGKILL';

/** How long output of what the process left behind is still read before the rest of its group is ended. */
const DRAIN_MS = 300;

/** When memory runs out the kernel shall end a process of the agent, never the guest agent. */
function preferForOom(pid: number): void {
  try {
    writeFileSync(`/proc/${pid}/oom_score_adj`, '500');
  } catch (error) {
    if (!['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes(errorCode(error))) throw error;
  }
}

/** One started program and everything in its process group: they end together. */
export class Process {
  readonly id: string;
  readonly argv: readonly string[];
  readonly traceparent: string | null;
  readonly startedAt = Date.now();
  readonly #startedTick = performance.now();
  #ranMs = 0;
  readonly spool: Spool;
  readonly stdin: Writable | null;
  readonly #child: ChildProcess;
  #timer: NodeJS.Timeout | undefined;
  #timedOut = false;
  #family: readonly Member[] = [];
  exit: Exit | null = null;

  constructor(id: string, options: ProcessOptions, spoolFolder: string) {
    this.id = id;
    this.argv = options.argv;
    this.traceparent = options.traceparent;
    this.spool = new Spool(spoolFolder);
    const [program = '', ...args] = options.argv;
    try {
      this.#child = spawn(program, args, {
        cwd: options.cwd,
        env: options.env as NodeJS.ProcessEnv,
        detached: true, // a session and a process group of its own
        stdio: [options.stdin ? 'pipe' : 'ignore', 'pipe', 'pipe'],
      });
    } catch (error) {
      this.spool.close();
      throw error;
    }
    this.stdin = this.#child.stdin;
    this.stdin?.on('error', () => this.stdin?.destroy()); // the program closed its end
    if (this.#child.pid !== undefined) preferForOom(this.#child.pid);
    this.#follow();
    this.#timer = setTimeout(() => {
      this.#timedOut = true;
      this.kill('SIGKILL');
    }, options.timeoutMs);
  }

  #follow(): void {
    const { stdout, stderr } = this.#child;
    let open = 0;
    let drained: (() => void) | undefined;
    const streams: [StreamName, typeof stdout][] = [
      ['stdout', stdout],
      ['stderr', stderr],
    ];
    for (const [name, stream] of streams) {
      if (!stream) continue;
      open++;
      stream.on('data', (bytes: Buffer) => this.spool.append(name, bytes));
      stream.on('error', () => stream.destroy());
      stream.on('close', () => {
        open--;
        if (open === 0) drained?.();
      });
    }
    this.#child.on('error', (error) => this.#failedToStart(error));
    this.#child.on('exit', (code, signal) => {
      let grace: NodeJS.Timeout | undefined;
      const settle = () => {
        clearTimeout(grace);
        drained = undefined;
        this.#signalGroup('SIGKILL');
        for (const member of this.#family) endMember(member);
        stdout?.destroy();
        stderr?.destroy();
        this.#finish(code, signal);
      };
      if (open === 0) return settle();
      drained = settle;
      grace = setTimeout(settle, DRAIN_MS);
    });
  }

  /** A program that cannot be started ends as in a shell: 127 when it is missing, 126 when it may not be run. */
  #failedToStart(error: Error): void {
    if (this.#child.pid !== undefined) return;
    const missing = errorCode(error) === 'ENOENT';
    const reason = missing ? 'no such program' : toGuestError(error).message;
    this.spool.append('stderr', Buffer.from(`${this.argv[0]}: ${reason}\n`));
    this.#finish(missing ? 127 : 126, null);
  }

  #finish(exitCode: number | null, signal: string | null): void {
    if (this.exit) return;
    clearTimeout(this.#timer);
    this.#ranMs = performance.now() - this.#startedTick;
    this.exit = { exitCode, signal, timedOut: this.#timedOut, truncated: this.spool.truncated };
    this.stdin?.destroy();
    this.spool.end();
  }

  /** When it ran, by this machine's clocks, for the trace that it belongs to; null while it runs or when there is none. */
  get span(): { readonly traceparent: string; readonly startedAt: number; readonly ms: number } | null {
    if (!this.exit || this.traceparent === null) return null;
    return { traceparent: this.traceparent, startedAt: this.startedAt, ms: this.#ranMs };
  }

  kill(signal: SignalName): void {
    if (this.exit || this.#child.pid === undefined) return;
    // Once the process is gone nothing tells any more which ones were its children.
    this.#family = descendantsOf(this.#child.pid);
    this.#signalGroup(signal);
    if (signal === 'SIGKILL') for (const member of this.#family) endMember(member);
  }

  #signalGroup(signal: SignalName): void {
    if (this.#child.pid === undefined) return;
    try {
      process.kill(-this.#child.pid, signal);
    } catch (error) {
      if (errorCode(error) !== 'ESRCH') throw error;
    }
  }
}
