import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Frame, frames } from './guest-frames.ts';

function encode(seq: number, kind: number, bytes: Uint8Array): Buffer {
  const head = Buffer.alloc(9);
  head.writeUInt32BE(seq, 0);
  head.writeUInt8(kind, 4);
  head.writeUInt32BE(bytes.length, 5);
  return Buffer.concat([head, bytes]);
}

async function* pieces(bytes: Buffer, sizes: readonly number[]) {
  let at = 0;
  for (const size of sizes) {
    if (at < bytes.length) yield bytes.subarray(at, at + size);
    at += size;
  }
  if (at < bytes.length) yield bytes.subarray(at);
}

async function decode(bytes: Buffer, sizes: readonly number[] = []): Promise<Frame[]> {
  const all: Frame[] = [];
  for await (const frame of frames(pieces(bytes, sizes))) all.push({ ...frame, bytes: Buffer.from(frame.bytes) });
  return all;
}

describe('frames', () => {
  it('come out the same however the bytes were cut', async () => {
    const chunk = fc.uint8Array({ maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(chunk, { maxLength: 8 }),
        fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 60 }),
        async (bodies, cuts) => {
          const bytes = Buffer.concat(bodies.map((body, seq) => encode(seq, seq % 2, body)));
          const seen = await decode(bytes, cuts);
          expect(seen.map(({ seq, bytes: body }) => [seq, [...body]])).toEqual(bodies.map((body, seq) => [seq, [...body]]));
        },
      ),
    );
  });

  it('leave out one that was cut off', async () => {
    const bytes = Buffer.concat([encode(0, 0, Buffer.from('whole')), encode(1, 0, Buffer.from('half'))]);
    expect(await decode(bytes.subarray(0, -1))).toHaveLength(1);
  });

  it('refuse what no guest agent sends', async () => {
    await expect(decode(encode(0, 9, Buffer.alloc(0)))).rejects.toMatchObject({ kind: 'invalid' });
    const huge = Buffer.alloc(9);
    huge.writeUInt32BE(2 ** 31, 5);
    await expect(decode(huge)).rejects.toMatchObject({ kind: 'invalid' });
  });
});
