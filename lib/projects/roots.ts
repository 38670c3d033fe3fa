import { realpathSync } from 'node:fs';
import { delimiter, join, relative, resolve, sep } from 'node:path';
import { env } from '#lib/env.ts';
import { AppError } from '#lib/errors.ts';
import { productRoot, samplesDir } from '#lib/paths.ts';

/** Folders that projects may lie under: `GLASSWORKS_PROJECT_ROOTS`, or the examples. */
export function projectRoots(): string[] {
  const given = env().GLASSWORKS_PROJECT_ROOTS;
  return given ? given.split(delimiter).map((root) => resolve(root)) : [join(productRoot(), 'examples')];
}

/** Folders that a DuckDB file may lie under, besides its own project's. */
export const warehouseRoots = (): string[] => [...projectRoots(), samplesDir()];

/**
 * The real path of a folder that lies under an allowed root, links resolved.
 * @throws AppError `invalid_request` naming the roots when it lies elsewhere or does not exist
 */
export function allowedFolder(path: string, roots: readonly string[] = projectRoots()): string {
  const real = realPath(path);
  if (real && roots.some((root) => isBelow(real, realPath(root) ?? root))) return real;
  const reason = real ? 'lies outside the folders that projects may be in' : 'does not exist';
  throw new AppError(
    'invalid_request',
    `The folder ${path} ${reason}. Allowed: ${roots.join(', ')} (set GLASSWORKS_PROJECT_ROOTS to change it).`,
  );
}

/** Joins a subdirectory that must stay inside. */
export function insideOf(folder: string, subdirectory: string | undefined): string {
  if (!subdirectory) return folder;
  return allowedFolder(join(folder, subdirectory), [folder]);
}

function realPath(path: string): string | null {
  try {
    return realpathSync(resolve(path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function isBelow(path: string, root: string): boolean {
  const way = relative(root, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !way.startsWith(sep));
}
