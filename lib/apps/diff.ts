import type { Catalog } from '#lib/contracts/catalog.ts';
import { MetricQuery } from '#lib/contracts/query.ts';
import type { VersionDiff } from '#lib/contracts/version-diff.ts';
import { AppError, toError } from '#lib/errors.ts';
import { log } from '#lib/log.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { projectCatalog } from '#lib/projects/query.ts';
import { findApp } from './apps.ts';
import { diffFiles } from './diff/files.ts';
import { pairQueries } from './diff/pair-queries.ts';
import { type LabelOf, queryChanges, queryTitle } from './diff/query-changes.ts';
import { findSource, readSource } from './source.ts';
import type { VersionRow } from './versions.ts';

/**
 * What changed from version `against` (by default the one before) to version `number`: files and queries. For those who
 * may read the source.
 * @throws AppError `not_found` when one of them may not be opened, `invalid_request` for the first version without another
 */
export async function diffVersions(actor: Actor, appId: string, number: number, against: number = number - 1): Promise<VersionDiff> {
  const newer = await findSource(actor, appId, number);
  if (against < 1) {
    throw new AppError('invalid_request', 'Version 1 has none before it. Name a version to compare it with, for example ?against=2.');
  }
  const older = await findSource(actor, appId, against);
  const [before, after] = await Promise.all([readSource(older), readSource(newer)]);
  const { added, removed, changed } = pairQueries(queriesOf(older), queriesOf(newer));
  const labelOf = added.length + removed.length + changed.length === 0 ? String : await labels(actor, appId);
  const described = (query: MetricQuery) => ({ ...query, title: queryTitle(query, labelOf) });
  return {
    number,
    against,
    files: newer.sourceKey === older.sourceKey ? [] : await diffFiles(before, after),
    queries: {
      added: added.map(described),
      removed: removed.map(described),
      changed: changed.map((pair) => ({
        ...pair,
        title: queryTitle(pair.after, labelOf),
        changes: queryChanges(pair.before, pair.after, labelOf),
      })),
    },
  };
}

const queriesOf = (version: VersionRow): MetricQuery[] => MetricQuery.array().parse(version.queries);

/** The labels of the project's fields. A project that cannot be loaded just now leaves the ids as they are. */
async function labels(actor: Actor, appId: string): Promise<LabelOf> {
  const { projectId } = await findApp(actor, appId);
  const catalog = await projectCatalog(actor, projectId).catch((error: unknown): Catalog => {
    log.warn({ appId, err: toError(error) }, 'no labels for a diff: the project could not be loaded');
    return { explores: [] };
  });
  const fields = catalog.explores.flatMap((explore) => [...explore.dimensions, ...explore.metrics]);
  const byId = new Map(fields.map(({ id, label }) => [id, label]));
  return (id) => byId.get(id) ?? id;
}
