import { constants, type Dirent } from 'node:fs';
import { open, readdir, realpath } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { AppError } from '#lib/errors.ts';
import type { Report } from './yaml/reader.ts';

export interface ProjectFile {
  /** Relative to the project's folder, with `/`. */
  readonly path: string;
  readonly text: string;
}

const MAX_FILE_BYTES = 2 * 1024 * 1024;
const MAX_FILES = 2000;
const MAX_TOTAL_BYTES = 32 * 1024 * 1024;
const MAX_DEPTH = 20;
const MAX_ENTRIES = 50_000;
const SKIPPED = new Set(['node_modules', 'target', 'dbt_packages', 'dbt_modules', 'logs']);

/** True when `path` is `folder` or lies in it. Both must be real paths. */
function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (!way.startsWith(`..${sep}`) && way !== '..' && !way.startsWith(sep));
}

/**
 * Reads one file of a folder that is not trusted: no link out of it, no device, no file over 2 MB.
 * @returns undefined when there is no such file, or it may not be read (reported)
 */
export async function readProjectFile(root: string, path: string, report: Report): Promise<ProjectFile | undefined> {
  const real = await realPathInside(root, join(root, path), path, report);
  if (real === undefined) return undefined;
  const file = await open(real, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch((error: unknown) => {
    report({ file: path, message: `the file cannot be read (${codeOf(error)})` });
  });
  if (!file) return undefined;
  try {
    const stat = await file.stat();
    if (!stat.isFile()) {
      report({ file: path, message: 'this is not a regular file and is not read' });
      return undefined;
    }
    if (stat.size > MAX_FILE_BYTES) {
      report({ file: path, message: 'the file is larger than 2 MB and is not read: split it' });
      return undefined;
    }
    const buffer = Buffer.alloc(stat.size);
    let length = 0;
    for (;;) {
      const { bytesRead } = await file.read(buffer, length, buffer.length - length, null);
      length += bytesRead;
      if (bytesRead === 0) break;
    }
    return { path, text: buffer.toString('utf8', 0, length) };
  } finally {
    await file.close();
  }
}

/** All `.yml`, `.yaml` and `.sql` files under a sub-folder, in a stable order. What may not be read is reported and left out. */
export async function readModelFiles(root: string, folder: string, report: Report): Promise<ProjectFile[]> {
  const files: ProjectFile[] = [];
  let total = 0;
  for (const path of await findModelFiles(root, folder, report)) {
    const file = await readProjectFile(root, path, report);
    if (file) files.push(file);
    total += file?.text.length ?? 0;
    if (total > MAX_TOTAL_BYTES)
      throw new AppError('too_large', 'The model files of the project are larger than 32 MB together: remove what is not needed');
  }
  return files;
}

async function findModelFiles(root: string, folder: string, report: Report): Promise<string[]> {
  const paths: string[] = [];
  const seen = new Set<string>();
  let entries = 0;
  const waiting = [{ path: folder, depth: 0 }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { path, depth } = next;
    const real = await realPathInside(root, join(root, path), path, report);
    if (real === undefined || seen.has(real)) continue;
    seen.add(real);
    if (depth > MAX_DEPTH) {
      report({ file: path, message: `folders deeper than ${MAX_DEPTH} levels are not read` });
      continue;
    }
    const found = await listFolder(real, path, report);
    entries += found.length;
    if (entries > MAX_ENTRIES) throw tooMany();
    for (const entry of found) {
      const child = `${path}/${entry.name}`;
      if (isFolder(entry)) waiting.push({ path: child, depth: depth + 1 });
      else if (/\.(ya?ml|sql)$/i.test(entry.name)) paths.push(child);
    }
    if (paths.length > MAX_FILES) throw tooMany();
  }
  return paths.sort();
}

async function listFolder(real: string, path: string, report: Report): Promise<Dirent[]> {
  try {
    return await readdir(real, { withFileTypes: true });
  } catch (error) {
    report({ file: path, message: `this cannot be read as a folder (${codeOf(error)})` });
    return [];
  }
}

/** Folders that dbt keeps for itself are left alone; a link without an ending is taken for a folder. */
function isFolder(entry: Dirent): boolean {
  if (SKIPPED.has(entry.name) || entry.name.startsWith('.')) return false;
  return entry.isDirectory() || (entry.isSymbolicLink() && !entry.name.includes('.'));
}

const tooMany = (): AppError =>
  new AppError('too_large', `The project has more than ${MAX_FILES} model files: point the project to the sub-folder of one dbt project`);

async function realPathInside(root: string, path: string, shown: string, report: Report): Promise<string | undefined> {
  try {
    const real = await realpath(path);
    if (isInside(root, real)) return real;
    report({ file: shown, message: 'this leads out of the project folder and is not read' });
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  return undefined;
}

/** @throws what was thrown when it is no error of the file system */
function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error) return String(error.code);
  throw error;
}

const isMissing = (error: unknown): boolean => ['ENOENT', 'ENOTDIR', 'ELOOP'].includes(codeOf(error));
