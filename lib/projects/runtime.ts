import type { Catalog } from '#lib/contracts/catalog.ts';
import { ProjectSource, WarehouseConfig } from '#lib/contracts/project.ts';
import { db, type Prisma } from '#lib/db/client.ts';
import { AppError } from '#lib/errors.ts';
import { log } from '#lib/log.ts';
import { decrypt } from '#lib/secrets.ts';
import { catalogOf } from '#lib/semantic/catalog.ts';
import { loadSemanticModel } from '#lib/semantic/load.ts';
import type { SemanticModel } from '#lib/semantic/model.ts';
import type { Warehouse } from '#lib/warehouse/contract.ts';
import { openWarehouse } from '#lib/warehouse/open.ts';
import { projectFolder } from './checkout.ts';
import { warehouseRoots } from './roots.ts';

const DESCRIBE_TIMEOUT_MS = 30_000;

/** A project ready for queries: its semantic model and a connection to its warehouse. */
export interface OpenProject {
  readonly id: string;
  readonly model: SemanticModel;
  readonly catalog: Catalog;
  readonly warehouse: Warehouse;
}

interface Entry {
  readonly stamp: string;
  readonly project: Promise<OpenProject>;
}

interface Looked {
  readonly row: Promise<Row | null>;
  readonly until: number;
}

const holder = globalThis as typeof globalThis & { glassworksProjects?: { cache: Map<string, Entry>; looked: Map<string, Looked> } };
holder.glassworksProjects ??= { cache: new Map(), looked: new Map() };
const { cache, looked } = holder.glassworksProjects;

/**
 * The project, loaded once a process and again after somebody refreshed or changed it (its `loadedAt` moved).
 * @param visible what the caller may see: `visibleProjects(actor)`; leave it out where rights were checked before
 * @throws AppError `not_found` when it is gone, `unavailable` with the reason when it cannot be loaded
 */
export async function openProject(projectId: string, visible: Prisma.ProjectWhereInput = {}): Promise<OpenProject> {
  const row = await look(projectId, visible);
  if (!row) throw new AppError('not_found', 'There is no such project, or you may not see it.');
  const stamp = row.loadedAt?.toISOString() ?? '';
  const cached = cache.get(projectId);
  if (cached?.stamp === stamp) return cached.project;
  const source = ProjectSource.parse(row.source);
  const config = WarehouseConfig.parse(row.warehouse);
  const secret = row.warehouseSecret === null ? null : decrypt(row.warehouseSecret);
  const project = load(projectId, source, config, secret);
  cache.set(projectId, { stamp, project });
  project.catch(() => cache.delete(projectId)); // the next call tries again
  if (cached) closeSoon(cached);
  return project;
}

type Row = Prisma.ProjectGetPayload<{ omit: { warehouseSecret: false } }>;

/** Queries come in swarms: within this time a row is not looked up again. Changes of this process are seen at once. */
const REMEMBER_MS = 1_000;

function look(projectId: string, visible: Prisma.ProjectWhereInput): Promise<Row | null> {
  const where = { id: projectId, deletedAt: null, ...visible };
  const key = JSON.stringify(where);
  const known = looked.get(key);
  if (known && known.until > performance.now()) return known.row;
  const row = db().project.findFirst({ where, omit: { warehouseSecret: false } });
  if (looked.size > 500) looked.clear();
  looked.set(key, { row, until: performance.now() + REMEMBER_MS });
  row.catch(() => looked.delete(key));
  return row;
}

/** A project was changed or removed: the next call looks anew. */
export function projectChanged(): void {
  looked.clear();
}

/** Loads a project without keeping it: for tries in the settings. The caller closes the warehouse. */
export async function load(projectId: string, source: ProjectSource, config: WarehouseConfig, secret: string | null): Promise<OpenProject> {
  const folder = await projectFolder(projectId, source);
  const warehouse = await openWarehouse(config, { projectFolder: folder, secret, allowedRoots: warehouseRoots() });
  try {
    const tables = await warehouse.tables(AbortSignal.timeout(DESCRIBE_TIMEOUT_MS));
    const model = await loadSemanticModel(folder, { tables });
    return { id: projectId, model, catalog: catalogOf(model), warehouse };
  } catch (error) {
    await warehouse.close();
    throw error;
  }
}

const CLOSE_AFTER_MS = 60_000;

/** Queries may still run on the old connection: it is closed a minute later. */
function closeSoon(entry: Entry): void {
  const close = () =>
    entry.project
      .then((project) => project.warehouse.close())
      .catch((error: unknown) => log.warn({ err: error }, 'closing a warehouse failed'));
  setTimeout(close, CLOSE_AFTER_MS).unref();
}

/** Closes every connection; for process ends and tests. */
export async function closeProjects(): Promise<void> {
  const entries = [...cache.values()];
  cache.clear();
  await Promise.allSettled(entries.map(async (entry) => (await entry.project).warehouse.close()));
}

/** Loads every project, so that the first build of each does not wait for it. One that cannot be loaded says so then. */
export async function openAllProjects(): Promise<void> {
  const rows = await db().project.findMany({ where: { deletedAt: null }, select: { id: true } });
  for (const { id } of rows) {
    await openProject(id).catch((error: unknown) => log.warn({ projectId: id, err: error }, 'a project could not be loaded'));
  }
}
