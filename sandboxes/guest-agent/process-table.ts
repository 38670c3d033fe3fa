import { randomBytes } from 'node:crypto';
import { GuestError } from './errors.ts';
import { Process, type ProcessOptions } from './process.ts';

const MAX_RUNNING = 64;
const MAX_ENDED = 64;
const MAX_ENDED_BYTES = 128 * 1024 * 1024;

/** Every process that the host started: the running ones, and the last ended ones for a late reader. */
export class ProcessTable {
  readonly #byId = new Map<string, Process>();
  readonly #spoolFolder: string;

  constructor(spoolFolder: string) {
    this.#spoolFolder = spoolFolder;
  }

  start(options: ProcessOptions): Process {
    if (this.running >= MAX_RUNNING) throw new GuestError('capacity', `At most ${MAX_RUNNING} processes run at once in a sandbox.`);
    const process = new Process(randomBytes(9).toString('hex'), options, this.#spoolFolder);
    this.#byId.set(process.id, process);
    this.#forgetOldest();
    return process;
  }

  get(id: string): Process {
    const process = this.#byId.get(id);
    if (!process) throw new GuestError('not_found', 'There is no such process in this sandbox.');
    return process;
  }

  list(): Process[] {
    return [...this.#byId.values()];
  }

  get running(): number {
    return this.list().filter((process) => process.exit === null).length;
  }

  killAll(): void {
    for (const process of this.#byId.values()) process.kill('SIGKILL');
  }

  /** Output of ended processes takes room in the sandbox: only so many of the last ones are kept, and so many bytes. */
  #forgetOldest(): void {
    let kept = 0;
    let bytes = 0;
    for (const process of this.list().reverse()) {
      if (process.exit === null) continue;
      kept++;
      bytes += process.spool.size;
      if (kept <= MAX_ENDED && bytes <= MAX_ENDED_BYTES) continue;
      this.#byId.delete(process.id);
      process.spool.close();
    }
  }
}
