import type { Catalog, CatalogDimension, CatalogExplore, CatalogMetric } from '#lib/contracts/catalog.ts';

/** A label inside a sentence: lower case, but an acronym stays. */
function inline(label: string): string {
  return label
    .split(' ')
    .map((word) => (/^[A-Z0-9]{2,}$/.test(word) ? word : word.toLowerCase()))
    .join(' ');
}

const isNumeric = (metric: CatalogMetric) => !['string', 'date', 'timestamp', 'boolean', 'min', 'max'].includes(metric.type);
const isMoney = (metric: CatalogMetric) => metric.format?.kind === 'currency';
const isGroup = (dimension: CatalogDimension) => dimension.type === 'string' && !/(^|\s|_)(id|email|phone|name)$/i.test(dimension.label);
const isMonth = (dimension: CatalogDimension) => dimension.interval?.toLowerCase() === 'month';
const isNamed = (dimension: CatalogDimension) => dimension.type === 'string' && /name$/i.test(dimension.label);

/** "Customer" among "Customers": as many groups as rows. */
const isItself = (dimension: CatalogDimension, explore: CatalogExplore) =>
  explore.label.toLowerCase().startsWith(dimension.label.toLowerCase().replace(/y$/, ''));
/** What people ask for first: income, then other money, then costs; then what is counted. */
function rankOf(metric: CatalogMetric): number {
  if (!isMoney(metric)) return metric.type === 'count' ? 3 : 4;
  return /revenue|sales|income|turnover/i.test(metric.label) ? 0 : /cost|fee|tax|discount|refund/i.test(metric.label) ? 2 : 1;
}

/** `turn` varies the groups, so that the prompts of several explores do not all split by the same. */
function promptsOf(explore: CatalogExplore, turn: number): string[] {
  const [first, ...others] = explore.metrics.filter(isNumeric).toSorted((a, b) => rankOf(a) - rankOf(b));
  const second = others.find((metric) => metric.type === 'count') ?? others[0];
  if (first === undefined) return [];
  const groups = explore.dimensions.filter((dimension) => isGroup(dimension) && !isItself(dimension, explore));
  const group = groups[turn % Math.max(1, groups.length)];
  const otherGroup = groups[(turn + 1) % Math.max(1, groups.length)];
  const month = explore.dimensions.some(isMonth);
  const named = explore.dimensions.find(isNamed);
  const both = second === undefined ? first.label : `${first.label} and ${inline(second.label)}`;
  const prompts: string[] = [];
  if (month && group) prompts.push(`${both} by month, split by ${inline(group.label)}`);
  if (named) prompts.push(`Top 10 by ${inline(first.label)}: a table of ${inline(named.label)}s with ${inline(both)}`);
  if (otherGroup && otherGroup !== group)
    prompts.push(`Compare ${inline(first.label)} across ${inline(otherGroup.label)}, with a filter for the period`);
  if (month && second)
    prompts.push(`A one-page overview of ${explore.label.toLowerCase()}: key numbers, the trend by month and what changed`);
  if (prompts.length === 0 && group) prompts.push(`${first.label} by ${inline(group.label)}`);
  return prompts;
}

/**
 * Prompts that this catalog can answer, taken in turn from its richest explores.
 *
 * @param count how many at most
 */
export function examplePrompts(catalog: Catalog, count = 4): string[] {
  const richest = catalog.explores.toSorted((a, b) => b.metrics.length + b.dimensions.length - a.metrics.length - a.dimensions.length);
  const lists = richest.map((explore, turn) => promptsOf(explore, turn)).filter((list) => list.length > 0);
  const out: string[] = [];
  for (let round = 0; out.length < count && lists.some((list) => round < list.length); round += 1) {
    for (const list of lists) {
      const prompt = list[round];
      if (prompt !== undefined && !out.includes(prompt) && out.length < count) out.push(prompt);
    }
  }
  return out;
}
