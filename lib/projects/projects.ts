import { audit } from '#lib/audit/audit.ts';
import type { CreateProject, ModelIssue, Project, ProjectSource, WarehouseConfig } from '#lib/contracts/project.ts';
import { db, type Prisma } from '#lib/db/client.ts';
import { AppError } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { visibleProjects } from '#lib/permissions/visible.ts';
import { decrypt, encrypt } from '#lib/secrets.ts';
import { refreshCheckout, removeCheckout } from './checkout.ts';
import { withoutCredentials } from './git-address.ts';
import { load, openProject, projectChanged } from './runtime.ts';
import { splitSecret, warehouseLabel } from './warehouse-secret.ts';

type Row = Prisma.ProjectGetPayload<{ omit: { warehouseSecret: true } }>;

/** What everybody who sees the project may read of where it lies. */
const shown = (source: ProjectSource): ProjectSource =>
  source.kind === 'git' ? { ...source, url: withoutCredentials(source.url) } : source;

const toProject = (row: Row): Project => {
  const warehouse = row.warehouse as WarehouseConfig;
  return {
    id: row.id,
    name: row.name,
    source: shown(row.source as ProjectSource),
    warehouse: { kind: warehouse.kind, label: warehouseLabel(warehouse) },
    explores: row.explores,
    errors: row.errors as ModelIssue[],
    createdAt: row.createdAt.toISOString(),
  };
};

/** The project's row, when the actor may see it. */
export async function findProject(actor: Actor, projectId: string): Promise<Row> {
  const row = await db().project.findFirst({ where: { id: projectId, ...visibleProjects(actor) } });
  if (!row) throw new AppError('not_found', 'There is no such project, or you may not see it.');
  return row;
}

export async function listProjects(actor: Actor): Promise<Project[]> {
  const rows = await db().project.findMany({ where: visibleProjects(actor), orderBy: { createdAt: 'asc' } });
  return rows.map(toProject);
}

export const getProject = async (actor: Actor, projectId: string): Promise<Project> => toProject(await findProject(actor, projectId));

/** Adds a project after loading it once: one that cannot be read is refused with the reason. */
export async function createProject(actor: Actor | 'system', input: CreateProject): Promise<Project> {
  const id = newId('prj');
  const { config, secret } = splitSecret(input.warehouse);
  const opened = await load(id, input.source, config, secret).catch((error: unknown) => {
    removeCheckout(id);
    throw error;
  });
  await opened.warehouse.close();
  if (opened.model.explores.length === 0 && opened.model.issues.length === 0) {
    removeCheckout(id);
    throw new AppError(
      'unprocessable',
      'No models were found. Is this the folder with dbt_project.yml? A repository may need a subdirectory.',
    );
  }
  const data = {
    id,
    name: input.name,
    source: input.source,
    warehouse: config,
    warehouseSecret: secret === null ? null : encrypt(secret),
    ...summary(opened.model),
  };
  return db().$transaction(async (tx) => {
    const row = await tx.project.create({ data });
    await audit(actor, { action: 'project.created', subject: { kind: 'project', id, name: row.name } }, tx);
    return toProject(row);
  });
}

export async function renameProject(actor: Actor, projectId: string, name: string): Promise<Project> {
  const before = await findProject(actor, projectId);
  return db().$transaction(async (tx) => {
    const row = await tx.project.update({ where: { id: projectId }, data: { name } });
    const subject = { kind: 'project', id: projectId, name } as const;
    await audit(actor, { action: 'project.changed', subject, details: { nameBefore: before.name } }, tx);
    return toProject(row);
  });
}

/** Hides the project. Its apps stay, but cannot query or build. */
export async function deleteProject(actor: Actor, projectId: string): Promise<void> {
  const { name } = await findProject(actor, projectId);
  await db().$transaction(async (tx) => {
    await tx.project.update({ where: { id: projectId }, data: { deletedAt: new Date() } });
    await audit(actor, { action: 'project.deleted', subject: { kind: 'project', id: projectId, name } }, tx);
  });
  projectChanged();
}

/** Files that cannot be read any more are refused, so that those who query go on with what was loaded before. */
async function tryLoading(projectId: string): Promise<void> {
  const row = await db().project.findUniqueOrThrow({ where: { id: projectId }, omit: { warehouseSecret: false } });
  const secret = row.warehouseSecret === null ? null : decrypt(row.warehouseSecret);
  const opened = await load(projectId, row.source as ProjectSource, row.warehouse as WarehouseConfig, secret);
  await opened.warehouse.close();
}

/** Reads the files anew. Other processes notice by `loadedAt`. */
export async function refreshProject(actor: Actor, projectId: string): Promise<{ explores: number; errors: ModelIssue[] }> {
  const row = await findProject(actor, projectId);
  await refreshCheckout(projectId, row.source as ProjectSource);
  await tryLoading(projectId);
  await db().project.update({ where: { id: projectId }, data: { loadedAt: new Date() } });
  projectChanged();
  const { model } = await openProject(projectId);
  const { explores, errors } = await db().project.update({
    where: { id: projectId },
    data: { explores: model.explores.length, errors: model.issues as unknown as Prisma.InputJsonValue },
  });
  return { explores, errors: errors as ModelIssue[] };
}

const summary = (model: { explores: readonly unknown[]; issues: readonly ModelIssue[] }) => ({
  explores: model.explores.length,
  errors: model.issues as unknown as Prisma.InputJsonValue,
  loadedAt: new Date(),
});
