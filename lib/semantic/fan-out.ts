import { findField } from './check-fields.ts';
import type { Explore, Metric } from './model.ts';
import { fieldReferences } from './sql-template.ts';

/** Aggregates that give the same answer however often a row is repeated. */
const REPEAT_SAFE: readonly string[] = ['count_distinct', 'min', 'max'];

/**
 * The metric that would count rows twice when `metric` is asked for in this explore: itself, or one that it refers to.
 * Undefined when the answer is right.
 */
export function inflatedBy(explore: Explore, metric: Metric): Metric | undefined {
  const visited = new Set<Metric>([metric]);
  for (const candidate of visited) {
    if (candidate.type !== 'number') {
      const repeats = explore.joins.some((join) => join.table === candidate.table && join.repeats);
      if (repeats && !REPEAT_SAFE.includes(candidate.type)) return candidate;
      continue;
    }
    for (const { table, name } of fieldReferences(candidate.sql)) {
      const target = findField(explore.tables, candidate.table, table, name);
      if (target?.kind === 'metric') visited.add(target);
    }
  }
  return undefined;
}
