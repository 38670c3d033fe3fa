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
const isMonth = (dimension: CatalogDimension) => dimension.interval?.toLowerCase() === 'month';
const isWord = (dimension: CatalogDimension) => dimension.type === 'string' && dimension.interval === null;
const PRIVATE = /(^|[\s_])(id|key|e-?mail|phone|url)($|[\s_])/i;
const plural = (label: string) => (/[^aeiou]y$/.test(label) ? `${label.slice(0, -1)}ies` : `${label.replace(/(s|x|ch|sh)$/, '$1e')}s`);

/** "Customer name" and "Customer" both name customers. */
const thingOf = (dimension: CatalogDimension) => dimension.label.replace(/\s+name$/i, '');

/** Whether a dimension names things that are counted or have an id, such as customers: good for a table, too many for a chart. */
function isThing(dimension: CatalogDimension, explore: CatalogExplore): boolean {
  if (!isWord(dimension) || PRIVATE.test(dimension.label)) return false;
  if (/\sname$/i.test(dimension.label)) return true;
  const id = dimension.id.replace(/_name$/, '_id');
  if (id !== dimension.id && explore.dimensions.some((other) => other.id === id)) return true;
  const many = plural(thingOf(dimension)).toLowerCase();
  return explore.label.toLowerCase() === many || explore.metrics.some(({ label }) => label.toLowerCase() === many);
}

/** What a chart can be split by; the explore's own come first. */
function groupsOf(explore: CatalogExplore): CatalogDimension[] {
  const groups = explore.dimensions.filter((one) => isWord(one) && !PRIVATE.test(one.label) && !isThing(one, explore));
  const isOwn = (one: CatalogDimension) => one.id.startsWith(`${explore.name}_`);
  return groups.toSorted((one, other) => Number(isOwn(other)) - Number(isOwn(one)));
}

/** What people ask for first: income, then other money, then costs; then what is counted. */
function rankOf(metric: CatalogMetric): number {
  if (!isMoney(metric)) return metric.type === 'count' ? 3 : 4;
  return /revenue|sales|income|turnover/i.test(metric.label) ? 0 : /cost|fee|tax|discount|refund/i.test(metric.label) ? 2 : 1;
}

/** Things are not ranked by how many of them there are. */
function ranking(things: string, metrics: CatalogMetric[]): string | undefined {
  const [by, also] = metrics.filter(({ label }) => label.toLowerCase() !== things.toLowerCase());
  if (by === undefined) return undefined;
  return `The top 10 ${inline(things)} by ${inline(by.label)}${also ? `, with their ${inline(also.label)}` : ''}, as a table`;
}

/** What can be asked of one explore: a trend, a ranking, a comparison, an overview. `turn` varies what they split by. */
function promptsOf(explore: CatalogExplore, turn: number): string[] {
  const [first, ...others] = explore.metrics.filter(isNumeric).toSorted((a, b) => rankOf(a) - rankOf(b));
  if (first === undefined) return [];
  const second = others.find((metric) => metric.type === 'count') ?? others[0];
  const groups = groupsOf(explore);
  const group = groups[turn % Math.max(1, groups.length)];
  const other = groups[(turn + 1) % Math.max(1, groups.length)];
  const month = explore.dimensions.some(isMonth);
  const thing = explore.dimensions.find((one) => isThing(one, explore));
  const both = second === undefined ? first.label : `${first.label} and ${inline(second.label)}`;
  const prompts = [
    month && group && `${both} by month, split by ${inline(group.label)}`,
    thing && ranking(plural(thingOf(thing)), [first, ...(second ? [second] : [])]),
    other &&
      other !== group &&
      `Compare ${inline(first.label)} across ${plural(inline(other.label))}${month ? ', with a filter for the period' : ''}`,
    month && second && `A one-page overview of ${explore.label.toLowerCase()}: key numbers, the trend by month and what changed`,
  ].filter((prompt) => typeof prompt === 'string');
  return prompts.length === 0 && group ? [`${first.label} by ${inline(group.label)}`] : prompts;
}

/**
 * Prompts that this catalog can answer, in turn from its richest explores, and each of another kind than the one before.
 *
 * @param count how many at most
 */
export function examplePrompts(catalog: Catalog, count = 4): string[] {
  const own = ({ name, metrics }: CatalogExplore) => metrics.filter(({ id }) => id.startsWith(`${name}_`)).length;
  const size = ({ metrics, dimensions }: CatalogExplore) => metrics.length + dimensions.length;
  const richest = catalog.explores.toSorted((a, b) => own(b) - own(a) || size(b) - size(a));
  const lists = richest.map((explore, turn) => promptsOf(explore, turn)).filter((list) => list.length > 0);
  const out: string[] = [];
  const rounds = Math.max(0, ...lists.map((list) => list.length));
  for (let round = 0; round < rounds; round += 1) {
    for (const [turn, list] of lists.entries()) {
      const prompt = list[(round + turn) % list.length];
      if (prompt !== undefined && round < list.length && !out.includes(prompt) && out.length < count) out.push(prompt);
    }
  }
  return out;
}
