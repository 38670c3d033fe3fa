import { AppError } from '#lib/errors.ts';
import { inflatedBy } from '../fan-out.ts';
import type { Dimension, Explore, Metric, SemanticModel } from '../model.ts';
import { nearest } from './nearest.ts';

/** @throws AppError `invalid_request` that names the explores that look alike */
export function findExplore(model: SemanticModel, name: string): Explore {
  const explore = model.explores.find((candidate) => candidate.name === name);
  if (explore) return explore;
  const visible = model.explores.filter(({ hidden }) => !hidden).map((candidate) => candidate.name);
  throw new AppError('invalid_request', `There is no explore "${name}". ${suggestion(name, visible, 'This project has')}`, {
    details: { explore: name },
  });
}

/** @throws AppError `invalid_request` that names the dimensions that look alike */
export function findDimension(explore: Explore, id: string): Dimension {
  const found = find(explore, id);
  if (found?.kind === 'dimension') return found;
  if (found) throw new AppError('invalid_request', `${id} is a metric: put it under metrics, not dimensions`, { details: { fieldId: id } });
  throw unknown(explore, id, 'dimension');
}

/** @throws AppError `invalid_request` when there is none, or when it would count rows twice in this explore */
export function findMetric(explore: Explore, id: string): Metric {
  const found = find(explore, id);
  if (found?.kind === 'dimension') {
    throw new AppError('invalid_request', `${id} is a dimension: put it under dimensions, not metrics`, { details: { fieldId: id } });
  }
  if (!found) throw unknown(explore, id, 'metric');
  const inflated = inflatedBy(explore, found);
  if (!inflated) return found;
  throw new AppError(
    'invalid_request',
    `${id} would count rows of ${inflated.table} several times here, because many rows of ${explore.name} meet one row of ${inflated.table}. ` +
      `Ask for it in an explore that starts from ${inflated.table}, or use a count_distinct, min or max metric`,
    { details: { fieldId: id } },
  );
}

function find(explore: Explore, id: string): Dimension | Metric | undefined {
  for (const table of explore.tables) {
    const found = table.dimensions.find((field) => field.id === id) ?? table.metrics.find((field) => field.id === id);
    if (found) return found;
  }
  return undefined;
}

function unknown(explore: Explore, id: string, kind: 'dimension' | 'metric'): AppError {
  const ids = explore.tables.flatMap((table) =>
    [...table.dimensions, ...table.metrics].filter(({ hidden }) => !hidden).map((field) => field.id),
  );
  return new AppError('invalid_request', `There is no ${kind} "${id}" in explore ${explore.name}. ${suggestion(id, ids, 'It has')}`, {
    details: { fieldId: id, nearest: nearest(id, ids) },
  });
}

function suggestion(wanted: string, candidates: readonly string[], otherwise: string): string {
  const similar = nearest(wanted, candidates);
  if (similar.length > 0) return `Did you mean ${similar.join(', ')}?`;
  return candidates.length === 0
    ? `${otherwise} none`
    : `${otherwise} ${candidates.slice(0, 5).join(', ')}${candidates.length > 5 ? ', …' : ''}`;
}
