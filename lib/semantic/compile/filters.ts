import type { FilterGroup, FilterItem, FilterRule } from '#lib/contracts/query.ts';
import { AppError } from '#lib/errors.ts';

const MAX_DEPTH = 20;

/**
 * A filter group as one SQL condition; null when it holds no rule.
 * @param condition makes the SQL of one rule
 */
export function groupCondition(group: FilterGroup | undefined, condition: (rule: FilterRule) => string, depth = 0): string | null {
  if (group === undefined) return null;
  if (depth > MAX_DEPTH) throw new AppError('invalid_request', `Filters nest more than ${MAX_DEPTH} levels deep: simplify them`);
  const [items, word] = 'and' in group ? [group.and, 'AND'] : [group.or, 'OR'];
  const parts = items
    .map((item) => (isRule(item) ? condition(item) : groupCondition(item, condition, depth + 1)))
    .filter((part) => part !== null);
  if (parts.length === 0) return null;
  return parts.length === 1 ? (parts[0] ?? null) : `(${parts.join(` ${word} `)})`;
}

const isRule = (item: FilterItem): item is FilterRule => 'target' in item;
