import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, link, mkdir, open, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { AppError, toError } from '#lib/errors.ts';
import type { ObjectStore, PutOptions } from '../contract.ts';
import { assertKey, LEAF_SUFFIX } from '../keys.ts';
import { measure } from '../measure.ts';
import { probe } from '../probe.ts';
import { clampRange } from '../range.ts';
import { encodeTrailer, readTrailer, TRAILER_BYTES } from './file-trailer.ts';
import { walk } from './file-walk.ts';

const errno = (error: unknown): string => String((toError(error) as NodeJS.ErrnoException).code ?? '');

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

/** Writes the body and its trailer to a new file and makes sure that it is on the disk. */
async function writeTemporary(path: string, body: Uint8Array | string | Readable, contentType: string | null) {
  const handle = await open(path, 'wx', 0o600);
  try {
    const measured = measure(body);
    for await (const chunk of measured.chunks) await handle.writeFile(chunk);
    const result = measured.result();
    await handle.writeFile(encodeTrailer({ sha256: result.sha256, contentType }));
    await handle.sync();
    return result;
  } finally {
    await handle.close();
  }
}

/**
 * Objects as files of one folder. An object is one file (body plus a trailer of fixed length with checksum and content
 * type), so that one rename shows all of it or nothing, also when the machine loses power.
 */
export function fileStore(root: string): ObjectStore {
  const objects = resolve(root, 'objects');
  const temporary = resolve(root, 'tmp');
  const fileOf = (key: string): string => join(objects, assertKey(key) + LEAF_SUFFIX);

  /** A folder may be removed by a delete between making it and using it: then it is made again. */
  async function publish(from: string, to: string, ifAbsent: boolean): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      await mkdir(dirname(to), { recursive: true });
      try {
        await (ifAbsent ? link(from, to) : rename(from, to));
        return await syncDirectory(dirname(to));
      } catch (error) {
        if (errno(error) !== 'ENOENT' || attempt === 5) throw error;
      }
    }
  }

  async function put(key: string, body: Uint8Array | string | Readable, options: PutOptions = {}) {
    const target = fileOf(key);
    const draft = join(temporary, randomUUID());
    try {
      await mkdir(temporary, { recursive: true });
      const result = await writeTemporary(draft, body, options.contentType ?? null);
      await publish(draft, target, options.ifAbsent ?? false);
      return result;
    } catch (error) {
      if (errno(error) === 'EEXIST') {
        throw new AppError('conflict', `The stored file ${key} exists already and is never replaced.`, { cause: error });
      }
      throw diskError(error, root);
    } finally {
      await rm(draft, { force: true });
    }
  }

  async function opened(key: string): Promise<{ handle: FileHandle; size: number; sha256: string; contentType: string | null } | null> {
    let handle: FileHandle;
    try {
      handle = await open(fileOf(key), 'r');
    } catch (error) {
      if (errno(error) === 'ENOENT' || errno(error) === 'ENOTDIR') return null;
      throw diskError(error, root);
    }
    try {
      return { handle, ...(await readTrailer(handle, key)) };
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  async function remove(key: string): Promise<void> {
    const file = fileOf(key);
    await rm(file, { force: true });
    for (let folder = dirname(file); folder.length > objects.length; folder = dirname(folder)) {
      try {
        await rmdir(folder);
      } catch (error) {
        if (['ENOTEMPTY', 'ENOENT', 'EEXIST'].includes(errno(error))) return;
        throw diskError(error, root);
      }
    }
  }

  const store: ObjectStore = {
    name: 'file',
    put,
    async get(key, range) {
      const object = await opened(key);
      if (object === null) return null;
      const { handle, size, sha256, contentType } = object;
      try {
        const span = clampRange(key, size, range);
        const body = span === null ? Readable.from([]) : createReadStream('', { fd: handle, ...span });
        if (span === null) await handle.close();
        return { body, size, contentType, etag: `"${sha256}"` };
      } catch (error) {
        await handle.close();
        throw error;
      }
    },
    async head(key) {
      const object = await opened(key);
      if (object === null) return null;
      await object.handle.close();
      return { size: object.size, contentType: object.contentType, etag: `"${object.sha256}"` };
    },
    async *list(prefix) {
      for await (const { key, size, modifiedAt } of walk(objects, prefix))
        yield { key, size: Math.max(0, size - TRAILER_BYTES), modifiedAt };
    },
    async delete(keys) {
      for (const key of keys) await remove(key);
    },
    test: () => probe(store, `Check that the folder ${resolve(root)} exists, is writable and has space left.`),
  };
  return store;
}

function diskError(error: unknown, root: string): Error {
  const full = ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(errno(error));
  const denied = ['EACCES', 'EPERM', 'EROFS'].includes(errno(error));
  if (full) return new AppError('unavailable', `The disk under ${root} is full: free some space and try again.`, { cause: error });
  if (denied)
    return new AppError('unavailable', `The folder ${root} is not writable for this process: mend its owner or mode.`, { cause: error });
  return toError(error);
}
