import type { MetricQuery, Sort } from '#lib/contracts/query.ts';
import { AppError } from '#lib/errors.ts';
import type { Dimension, Metric } from '../model.ts';

/**
 * ORDER BY over the selected columns. Without sorts: the first time dimension upwards, else the first metric downwards,
 * else the first dimension. The other dimensions break ties, so that equal queries give equal rows. Nulls come last.
 */
export function orderBy(query: MetricQuery, selected: readonly (Dimension | Metric)[]): string {
  const sorts = query.sorts.length > 0 ? query.sorts : defaultSort(selected);
  const dimensions = selected.filter(({ kind }) => kind === 'dimension').map(({ id }) => ({ fieldId: id, descending: false }));
  const seen = new Set<string>();
  const terms: string[] = [];
  for (const { fieldId, descending } of [...sorts, ...dimensions]) {
    if (seen.has(fieldId)) continue;
    seen.add(fieldId);
    const position = selected.findIndex(({ id }) => id === fieldId) + 1;
    if (position === 0) {
      throw new AppError(
        'invalid_request',
        `The query sorts by ${fieldId} but does not select it: add it to dimensions or metrics, or sort by another field`,
      );
    }
    terms.push(`${position} ${descending ? 'DESC' : 'ASC'} NULLS LAST`);
  }
  return `ORDER BY ${terms.join(', ')}`;
}

function defaultSort(selected: readonly (Dimension | Metric)[]): Sort[] {
  const isTime = (field: Dimension | Metric): boolean =>
    field.kind === 'dimension' && (field.type === 'date' || field.type === 'timestamp');
  const time = selected.find(isTime);
  if (time) return [{ fieldId: time.id, descending: false }];
  const metric = selected.find(({ kind }) => kind === 'metric');
  return metric ? [{ fieldId: metric.id, descending: true }] : [];
}
