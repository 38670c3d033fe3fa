import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';

export type StreamName = 'stdout' | 'stderr';
export const MAX_SPOOL_BYTES = 64 * 1024 * 1024;
const MAX_CHUNKS = 500_000;

/**
 * The output of one process, kept so that a reader can start again at any chunk. The bytes are in a file that has no name any more:
 * what runs in the sandbox does not find it. Writing never waits for a reader; beyond the cap output is dropped and said to be.
 */
export class Spool {
  readonly #fd: number;
  readonly #offsets: number[] = [0];
  readonly #streams: StreamName[] = [];
  readonly #listeners = new Set<() => void>();
  readonly #maxBytes: number;
  truncated = false;
  ended = false;
  #closed = false;

  constructor(folder: string, maxBytes: number = MAX_SPOOL_BYTES) {
    const path = join(folder, `.spool-${randomBytes(8).toString('hex')}`);
    this.#maxBytes = maxBytes;
    this.#fd = openSync(path, 'wx+', 0o600);
    unlinkSync(path);
  }

  get count(): number {
    return this.#streams.length;
  }

  /** Bytes kept. */
  get size(): number {
    return this.#offsets[this.count] ?? 0;
  }

  append(stream: StreamName, bytes: Uint8Array): void {
    if (this.truncated || this.#closed || bytes.length === 0) return;
    const start = this.size;
    const room = this.#maxBytes - start;
    if (room <= 0 || this.count >= MAX_CHUNKS) {
      this.truncated = true;
      return;
    }
    const part = bytes.length > room ? bytes.subarray(0, room) : bytes;
    const written = this.#write(part, start);
    if (written < bytes.length) this.truncated = true;
    if (written === 0) return;
    this.#offsets.push(start + written);
    this.#streams.push(stream);
    this.#tell();
  }

  /** A full disk drops output as the cap does: the process itself must go on. */
  #write(bytes: Uint8Array, start: number): number {
    let written = 0;
    try {
      while (written < bytes.length) written += writeSync(this.#fd, bytes, written, bytes.length - written, start + written);
    } catch {
      this.truncated = true;
    }
    return written;
  }

  chunk(seq: number): { stream: StreamName; bytes: Buffer } {
    const start = this.#offsets[seq] ?? 0;
    const bytes = Buffer.alloc((this.#offsets[seq + 1] ?? start) - start);
    if (bytes.length > 0) readSync(this.#fd, bytes, 0, bytes.length, start);
    return { stream: this.#streams[seq] ?? 'stdout', bytes };
  }

  end(): void {
    this.ended = true;
    this.#tell();
  }

  /** Calls back at each chunk and at the end, until the returned function is called. */
  watch(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    closeSync(this.#fd);
  }

  get closed(): boolean {
    return this.#closed;
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
