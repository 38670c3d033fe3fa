import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** Not part of an image, so that a test does not make a new one. */
const IGNORED = new Set(['node_modules', 'dist', 'tests', '.vite']);

/** Files below `root`, sorted, without tests and generated folders. Links are not followed. */
async function sourceFiles(root: string): Promise<string[]> {
  const entries = (await readdir(root, { withFileTypes: true })).filter(({ name }) => !IGNORED.has(name));
  const nested = await Promise.all(
    entries.map(async (entry) => {
      const path = join(root, entry.name);
      if (entry.isDirectory()) return sourceFiles(path);
      return entry.isFile() && !/\.test\.tsx?$/.test(entry.name) ? [path] : [];
    }),
  );
  return nested.flat().sort();
}

/** Twelve hex digits of the contents of all files below the folders, and of `extra`. */
export async function contentHash(roots: readonly string[], extra: string): Promise<string> {
  const hash = createHash('sha256').update(extra);
  for (const root of roots) {
    const files = await sourceFiles(root);
    const contents = await Promise.all(files.map((file) => readFile(file)));
    for (const [index, file] of files.entries()) hash.update(`\0${relative(root, file)}\0`).update(contents[index] ?? '');
  }
  return hash.digest('hex').slice(0, 12);
}
