import type { Catalog } from '#lib/contracts/catalog.ts';
import type { CompiledQuery, MetricQuery, QueryResult } from '#lib/contracts/query.ts';
import type { Prisma } from '#lib/db/client.ts';
import { AppError, toError } from '#lib/errors.ts';
import { log } from '#lib/log.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { visibleProjects } from '#lib/permissions/visible.ts';
import { compile } from '#lib/semantic/compile/compile.ts';
import { paidQuery } from '#lib/spend/paid-query.ts';
import { createQueryService } from '#lib/warehouse/query-service.ts';
import { observedQuery } from './observe-query.ts';
import { type OpenProject, openProject } from './runtime.ts';

const DEFAULT_TIMEZONE = 'UTC';

const holder = globalThis as typeof globalThis & { glassworksQueries?: ReturnType<typeof createQueryService> };
const service = () => {
  holder.glassworksQueries ??= createQueryService();
  return holder.glassworksQueries;
};

/** What the semantic layer offers this actor. */
export async function projectCatalog(actor: Actor, projectId: string): Promise<Catalog> {
  return (await openProjectFor(actor, projectId)).catalog;
}

interface QueryAbout {
  readonly which?: Prisma.ProjectWhereInput;
  readonly appId?: string;
  readonly buildId?: string;
}

/**
 * Runs a metric query as this actor. Aborting the signal cancels it in the warehouse, unless somebody else waits for
 * the same rows.
 * @param about which projects may be asked, and whose budgets pay besides the actor's
 */
export async function runProjectQuery(
  actor: Actor,
  projectId: string,
  query: MetricQuery,
  signal: AbortSignal,
  { which = visibleProjects(actor), ...payer }: QueryAbout = {},
): Promise<QueryResult> {
  const { model, warehouse } = await openProjectFor(actor, projectId, which);
  return observedQuery(() =>
    service().run({
      model,
      warehouse,
      warehouseId: projectId,
      query,
      identity: actor.userId,
      timezone: query.timezone ?? DEFAULT_TIMEZONE,
      signal,
      includeSql: actor.scopes.has('view:Sql'),
      pay: (timeoutMs, work) => paidQuery({ kind: warehouse.dialect.name, userId: actor.userId, ...payer, timeoutMs }, work),
    }),
  );
}

/** The SQL of a query, without running it. */
export async function compileProjectQuery(actor: Actor, projectId: string, query: MetricQuery): Promise<CompiledQuery> {
  const { model, warehouse } = await openProjectFor(actor, projectId);
  const compiled = compile(model, query, warehouse.dialect, { now: new Date(), timezone: query.timezone ?? DEFAULT_TIMEZONE });
  return { sql: compiled.sql, parameters: [...compiled.params], usedTables: [...compiled.usedTables], warnings: [...compiled.warnings] };
}

/** The project, ready. Why it cannot be loaded (folders, addresses) is told to those who can mend it. */
export async function openProjectFor(
  actor: Actor,
  projectId: string,
  which: Prisma.ProjectWhereInput = visibleProjects(actor),
): Promise<OpenProject> {
  try {
    return await openProject(projectId, which);
  } catch (error) {
    if (actor.scopes.has('manage:Project') || (error instanceof AppError && error.code === 'not_found')) throw error;
    log.warn({ projectId, err: toError(error) }, 'a project could not be loaded');
    throw new AppError(
      'unavailable',
      'The data of this project cannot be reached right now. Try again; if it stays, tell an administrator.',
    );
  }
}
