/** What the rest of the product sees of a running sandbox: the guest agent, typed. Implemented by `guest-client.ts`. */

export interface ExecOptions {
  /** Program and arguments; no shell in between. */
  readonly argv: readonly string[];
  readonly cwd?: string;
  /** The whole environment: nothing is inherited but PATH and HOME. */
  readonly env?: Record<string, string>;
  /** Keep stdin open for `writeStdin`; otherwise it is /dev/null. */
  readonly stdin?: boolean;
  /** Ends the whole process group after this time. */
  readonly timeoutMs: number;
}

export interface OutputChunk {
  /** Counts from 0 over both streams; ask again from `seq + 1`. */
  readonly seq: number;
  readonly stream: 'stdout' | 'stderr';
  readonly bytes: Uint8Array;
}

/** How a process ended. A non-zero exit is a result, not an error. */
export interface ExitResult {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly timedOut: boolean;
  /** Output beyond the guest's cap was dropped. */
  readonly truncated: boolean;
}

export interface GuestProcess {
  readonly id: string;
  /** Output from `fromSeq`, then live until the process ends. Re-attaches by itself when the connection drops. */
  output(fromSeq: number, signal: AbortSignal): AsyncIterable<OutputChunk>;
  wait(signal: AbortSignal): Promise<ExitResult>;
  writeStdin(bytes: Uint8Array | string): Promise<void>;
  closeStdin(): Promise<void>;
  /** To the whole process group. */
  kill(signal: 'SIGINT' | 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

export interface RunResult extends ExitResult {
  readonly stdout: string;
  readonly stderr: string;
}

export interface GuestFile {
  readonly path: string;
  readonly kind: 'file' | 'directory' | 'symlink' | 'other';
  readonly size: number;
  readonly mtimeMs: number;
}

/** A running sandbox. Paths are absolute inside it and must lie under `/workspace`. Every call has a deadline. */
export interface Guest {
  start(options: ExecOptions): Promise<GuestProcess>;
  /** Finds a process again after a reconnect or a restart of the worker. */
  attach(processId: string): GuestProcess;
  /** Starts, waits, and returns the output (each stream cut at 1 MB). */
  run(options: ExecOptions, signal: AbortSignal): Promise<RunResult>;
  readFile(path: string, signal: AbortSignal): Promise<Buffer>;
  writeFile(path: string, content: Uint8Array | string, signal: AbortSignal): Promise<void>;
  list(path: string, signal: AbortSignal): Promise<readonly GuestFile[]>;
  remove(path: string, signal: AbortSignal): Promise<void>;
  /** Unpacks a gzipped tar into a folder, which is made when missing. */
  tarIn(path: string, archive: AsyncIterable<Uint8Array> | Uint8Array, signal: AbortSignal): Promise<void>;
  /** A gzipped tar of `paths` below `path`. Names that match `exclude` (tar patterns) are left out. */
  tarOut(path: string, paths: readonly string[], exclude: readonly string[], signal: AbortSignal): AsyncIterable<Uint8Array>;
  health(signal: AbortSignal): Promise<{ readonly version: string; readonly uptimeMs: number; readonly processes: number }>;
}
