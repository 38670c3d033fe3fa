import type { Readable } from 'node:stream';

export interface StoredObject {
  readonly key: string;
  readonly size: number;
  readonly modifiedAt: Date;
}

export interface PutOptions {
  readonly contentType?: string;
  /** Refuse to replace an object: immutable prefixes stay immutable. */
  readonly ifAbsent?: boolean;
}

/** Where files live. Keys are made by `keys.ts` only: relative, `/`-separated, no `..`. */
export interface ObjectStore {
  readonly name: 'file' | 's3';
  /** Streams are uploaded as they come; nothing is visible under `key` before all of it is there. */
  put(key: string, body: Uint8Array | string | Readable, options?: PutOptions): Promise<{ readonly size: number; readonly sha256: string }>;
  /** null when there is no such object. `range` is inclusive, as in HTTP. */
  get(
    key: string,
    range?: { readonly start: number; readonly end?: number },
  ): Promise<{ readonly body: Readable; readonly size: number; readonly contentType: string | null; readonly etag: string } | null>;
  head(key: string): Promise<{ readonly size: number; readonly contentType: string | null; readonly etag: string } | null>;
  list(prefix: string): AsyncIterable<StoredObject>;
  /** Missing ones count as deleted. */
  delete(keys: readonly string[]): Promise<void>;
  /** Writes, reads and deletes a probe. Throws AppError with the reason and the remedy. */
  test(): Promise<void>;
}
