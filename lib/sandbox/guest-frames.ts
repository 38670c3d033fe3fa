import { SandboxError } from './errors.ts';

/** One frame of an output stream: 4 bytes sequence number, 1 byte kind, 4 bytes length, both big-endian, then the bytes. */
export interface Frame {
  readonly seq: number;
  readonly kind: 'stdout' | 'stderr' | 'end' | 'alive';
  readonly bytes: Buffer;
}

const KINDS = ['stdout', 'stderr', 'end', 'alive'] as const;
const HEAD = 9;
const MAX_FRAME_BYTES = 1024 * 1024;

/** Cuts a byte stream into frames, however it was cut on its way. Ends when the bytes end, even within a frame. */
export async function* frames(body: AsyncIterable<Uint8Array>): AsyncGenerator<Frame> {
  let buffer: Buffer = Buffer.alloc(0);
  for await (const bytes of body) {
    buffer = buffer.length === 0 ? Buffer.from(bytes) : Buffer.concat([buffer, bytes]);
    let at = 0;
    while (buffer.length - at >= HEAD) {
      const length = buffer.readUInt32BE(at + 5);
      const kind = KINDS[buffer.readUInt8(at + 4)];
      if (length > MAX_FRAME_BYTES || kind === undefined) throw new SandboxError('invalid', 'The sandbox sent output that does not fit.');
      if (buffer.length - at < HEAD + length) break;
      yield { seq: buffer.readUInt32BE(at), kind, bytes: buffer.subarray(at + HEAD, at + HEAD + length) };
      at += HEAD + length;
    }
    buffer = buffer.subarray(at);
  }
}
