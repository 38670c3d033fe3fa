import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, open, readdir, rename, rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { errorCode, GuestError } from './errors.ts';
import { bytesOf, sendJson } from './http.ts';
import type { Paths } from './paths.ts';

const MAX_FILE_BYTES = 256 * 1024 * 1024;
const MAX_ENTRIES = 20_000;

async function describeFile(path: string) {
  const found = await lstat(path);
  const kind = found.isFile() ? 'file' : found.isDirectory() ? 'directory' : found.isSymbolicLink() ? 'symlink' : 'other';
  return { path, kind, size: found.size, mtimeMs: Math.floor(found.mtimeMs) };
}

async function read(path: string, response: ServerResponse): Promise<void> {
  // Without O_NONBLOCK, opening a named pipe would wait for a writer.
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const found = await file.stat();
    if (!found.isFile()) throw new GuestError('invalid', 'The path is not a regular file.');
    response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': found.size });
    if (found.size === 0) return void response.end();
    await pipeline(file.createReadStream({ start: 0, end: found.size - 1, autoClose: false }), response);
  } finally {
    await file.close();
  }
}

/** Written beside its place and renamed, so that nobody reads half a file and a link is replaced, not followed. */
async function write(path: string, request: IncomingMessage): Promise<void> {
  const part = join(dirname(path), `.part-${randomBytes(8).toString('hex')}`);
  const file = await open(part, 'wx', 0o644);
  try {
    let size = 0;
    for await (const bytes of bytesOf(request)) {
      size += bytes.length;
      if (size > MAX_FILE_BYTES) throw new GuestError('quota', `A file may have at most ${MAX_FILE_BYTES} bytes.`);
      await file.writeFile(bytes);
    }
    await file.close();
    await rename(part, path);
  } catch (error) {
    await file.close().catch((closing: unknown) => {
      if (errorCode(closing) !== 'EBADF') throw closing;
    });
    await rm(part, { force: true });
    throw error;
  }
}

async function list(path: string, shown: string) {
  const names = (await readdir(path)).sort();
  if (names.length > MAX_ENTRIES) throw new GuestError('quota', `The folder has more than ${MAX_ENTRIES} entries.`);
  const files = [];
  for (const name of names) {
    const found = await describeFile(join(path, name)).catch((error: unknown) => {
      if (errorCode(error) === 'ENOENT') return null; // removed meanwhile
      throw error;
    });
    if (found) files.push({ ...found, path: join(shown, name) });
  }
  return { files };
}

/** `/v1/files`, `/v1/stat`, `/v1/list`, each with `?path=`. */
export function fileRoutes(paths: Paths) {
  return async (request: IncomingMessage, response: ServerResponse, url: URL, what: string): Promise<void> => {
    const path = url.searchParams.get('path');
    switch (`${request.method} ${what}`) {
      case 'GET files':
        return read(await paths.existing(path), response);
      case 'PUT files':
        await write(await paths.entryMade(path), request);
        return sendJson(response, {});
      case 'DELETE files': {
        const entry = await paths.entry(path);
        if (entry === paths.root) throw new GuestError('invalid', `${paths.root} itself cannot be removed.`);
        await rm(entry, { recursive: true, force: true });
        return sendJson(response, {});
      }
      case 'GET stat':
        return sendJson(response, { ...(await describeFile(await paths.entry(path))), path: paths.lexical(path) });
      case 'GET list':
        return sendJson(response, await list(await paths.existing(path), paths.lexical(path)));
      default:
        throw new GuestError('not_found', 'There is no such call.');
    }
  };
}
