import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';

/** A body on its way to the store, counted and hashed as it passes. Read the result after the stream has ended. */
export interface Measured {
  readonly chunks: AsyncIterable<Uint8Array>;
  result(): { readonly size: number; readonly sha256: string };
}

export function measure(body: Uint8Array | string | Readable): Measured {
  const hash = createHash('sha256');
  let size = 0;
  async function* pass(): AsyncGenerator<Uint8Array> {
    const source = body instanceof Readable ? body : [typeof body === 'string' ? Buffer.from(body) : body];
    for await (const piece of source) {
      const chunk: Uint8Array = typeof piece === 'string' ? Buffer.from(piece) : piece;
      hash.update(chunk);
      size += chunk.length;
      yield chunk;
    }
  }
  return { chunks: pass(), result: () => ({ size, sha256: hash.copy().digest('hex') }) };
}
