import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { toError } from '#lib/errors.ts';
import { LEAF_SUFFIX } from '../keys.ts';

interface FoundFile {
  readonly key: string;
  /** Bytes of the file on disk. */
  readonly size: number;
  readonly modifiedAt: Date;
}

const gone = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes(String((toError(error) as NodeJS.ErrnoException).code));

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (gone(error)) return []; // a folder that a delete removed meanwhile holds no objects
    throw error;
  }
}

/** Files whose key starts with `prefix`, in the byte order of their keys, reading one folder at a time. */
export async function* walk(root: string, prefix: string, folderKey = ''): AsyncGenerator<FoundFile> {
  const names = (await entriesOf(join(root, folderKey)))
    .filter((entry) => entry.isDirectory() || (entry.isFile() && entry.name.endsWith(LEAF_SUFFIX)))
    .map((entry) => folderKey + (entry.isDirectory() ? `${entry.name}/` : entry.name.slice(0, -LEAF_SUFFIX.length)))
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  for (const key of names) {
    if (key.endsWith('/')) {
      if (key.startsWith(prefix) || prefix.startsWith(key)) yield* walk(root, prefix, key);
    } else if (key.startsWith(prefix)) {
      const found = await statOf(root, key);
      if (found !== null) yield found;
    }
  }
}

async function statOf(root: string, key: string): Promise<FoundFile | null> {
  try {
    const { size, mtime } = await stat(join(root, key + LEAF_SUFFIX));
    return { key, size, modifiedAt: mtime };
  } catch (error) {
    if (gone(error)) return null;
    throw error;
  }
}
