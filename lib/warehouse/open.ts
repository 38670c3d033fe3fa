import { realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import type { WarehouseConfig } from '#lib/contracts/project.ts';
import { AppError } from '#lib/errors.ts';
import type { Warehouse } from './contract.ts';

export interface OpenWarehouseOptions {
  /** A DuckDB file's relative path starts here. */
  readonly projectFolder: string;
  /** The decrypted password, if the warehouse has one. */
  readonly secret?: string | null;
  /** Folders besides the project's in which a DuckDB file may lie. */
  readonly allowedRoots: readonly string[];
}

/**
 * Opens a project's warehouse. Drivers are loaded when first needed. Postgres is not contacted before the first query.
 * @throws AppError `unprocessable` when a DuckDB path may not be opened, `unavailable` when it cannot be
 */
export async function openWarehouse(config: WarehouseConfig, options: OpenWarehouseOptions): Promise<Warehouse> {
  if (config.kind === 'duckdb') {
    const path = await allowedFile(config.path, options);
    const { openDuckDB } = await import('./drivers/duckdb/duckdb-warehouse.ts');
    return openDuckDB(path);
  }
  const { openPostgres } = await import('./drivers/postgres/postgres-warehouse.ts');
  return openPostgres(config, options.secret ?? config.password ?? null);
}

/** The real path of a DuckDB file, links followed, if it lies in the project's folder or an allowed root. */
async function allowedFile(path: string, { projectFolder, allowedRoots }: OpenWarehouseOptions): Promise<string> {
  const refusal = 'The DuckDB file must lie in the project folder or under an allowed root: move it there, or allow its folder';
  if (path.includes('\0') || path.split(/[/\\]/).includes('..')) throw new AppError('unprocessable', refusal);
  const wanted = isAbsolute(path) ? path : join(projectFolder, path);
  const roots = await Promise.all([projectFolder, ...allowedRoots].map((root) => realpath(root).catch(() => null)));
  const inRoots = (candidate: string): boolean => roots.some((root) => root !== null && isInside(root, candidate));
  // Asked before the disk is: nobody learns by the answer what lies elsewhere.
  const named = [projectFolder, ...allowedRoots].some((root) => isInside(root, wanted)) || inRoots(wanted);
  if (!named) throw new AppError('unprocessable', refusal);
  const real = await realpath(wanted).catch((cause: unknown) => {
    throw new AppError('unprocessable', 'There is no DuckDB file at that path: check the path, or generate the file first', { cause });
  });
  if (!inRoots(real) || !(await stat(real)).isFile()) throw new AppError('unprocessable', refusal);
  return real;
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
