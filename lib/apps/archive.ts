import { pipeline, Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { Header, Pax } from 'tar';
import { AppError } from '#lib/errors.ts';
import { pathProblem, printable } from '#lib/storage/keys.ts';

export { BUNDLE_LIMITS, SOURCE_LIMITS } from './archive-limits.ts';
export { readArchive } from './archive-read.ts';

const BLOCK = 512;
const EPOCH = new Date(0);

function header(path: string, size: number): Buffer {
  const fields = { path, mode: 0o644, uid: 0, gid: 0, size, mtime: EPOCH, type: 'File' as const };
  const block = Buffer.alloc(BLOCK);
  const needsPax = new Header(fields).encode(block, 0);
  return needsPax ? Buffer.concat([new Pax({ path, size }).encode(), block]) : block;
}

function* blocks(files: ReadonlyMap<string, Uint8Array>): Generator<Uint8Array> {
  const paths = [...files.keys()].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  for (const path of paths) {
    const body = files.get(path) ?? new Uint8Array();
    yield header(path, body.length);
    if (body.length > 0) yield body;
    const rest = body.length % BLOCK;
    if (rest > 0) yield Buffer.alloc(BLOCK - rest);
  }
  yield Buffer.alloc(2 * BLOCK);
}

/**
 * Packs files as a tar.gz stream. The same files give the same bytes: sorted, no times, no owners.
 * @throws AppError invalid_request for a path that cannot be unpacked again
 */
export function writeArchive(files: ReadonlyMap<string, Uint8Array>): Readable {
  for (const path of files.keys()) {
    const problem = pathProblem(path);
    if (problem !== null) throw new AppError('invalid_request', `${printable(path)} cannot be packed: ${problem}.`);
  }
  const gzip = createGzip({ level: 6 });
  // An error travels to the reader of `gzip`: pipeline destroys it with that error.
  pipeline(Readable.from(blocks(files), { objectMode: false }), gzip, () => undefined);
  return gzip;
}
