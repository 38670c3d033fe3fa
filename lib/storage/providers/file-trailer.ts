import type { FileHandle } from 'node:fs/promises';
import { z } from 'zod';
import { AppError } from '#lib/errors.ts';

/** Fixed length, so that a listing knows an object's size without opening it. */
export const TRAILER_BYTES = 512;
const MAX_CONTENT_TYPE = 200;

const Trailer = z.object({ glassworks: z.literal(1), sha256: z.string().regex(/^[0-9a-f]{64}$/), contentType: z.string().nullable() });

export function encodeTrailer(meta: { sha256: string; contentType: string | null }): Buffer {
  if (meta.contentType !== null && !/^[\x20-\x7e]*$/.test(meta.contentType.slice(0, MAX_CONTENT_TYPE + 1))) {
    throw new AppError('invalid_request', 'A content type may hold printable ASCII only.');
  }
  if ((meta.contentType?.length ?? 0) > MAX_CONTENT_TYPE) throw new AppError('invalid_request', 'The content type is too long.');
  return Buffer.from(JSON.stringify({ glassworks: 1, ...meta }).padEnd(TRAILER_BYTES));
}

/** Reads size, checksum and content type of an object from its file. */
export async function readTrailer(handle: FileHandle, key: string): Promise<{ size: number; sha256: string; contentType: string | null }> {
  const { size: total } = await handle.stat();
  const buffer = Buffer.alloc(TRAILER_BYTES);
  if (total >= TRAILER_BYTES) await handle.read(buffer, 0, TRAILER_BYTES, total - TRAILER_BYTES);
  const parsed = parse(buffer.toString());
  if (parsed === null) {
    throw new AppError('unavailable', `The stored file ${key} is damaged: bring it back from a backup, or build the version again.`);
  }
  return { size: total - TRAILER_BYTES, sha256: parsed.sha256, contentType: parsed.contentType };
}

function parse(text: string): z.infer<typeof Trailer> | null {
  try {
    return Trailer.parse(JSON.parse(text));
  } catch {
    return null; // the caller says which object it was
  }
}
