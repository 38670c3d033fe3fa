import SCIMMY from 'scimmy';
import { scimRefusal } from './answer.ts';

type Operator = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'pr';
export interface Comparison {
  readonly operator: Operator;
  readonly value: string | boolean | null;
}
/** Makes a database condition of one comparison; null: this attribute cannot be filtered by. */
type Condition<Where> = (attribute: string, comparison: Comparison) => Where | null;

const OPERATORS: ReadonlySet<string> = new Set(['eq', 'ne', 'co', 'sw', 'ew', 'pr']);
const MAX_PARTS = 20;

/**
 * A SCIM filter as conditions of the database. Attributes are known in any case; a filter by anything else is refused,
 * because an empty answer would make the identity provider create everybody anew.
 */
export function whereOf<Where>(filter: string | undefined, condition: Condition<Where>): { OR: { AND: Where[] }[] } | object {
  if (filter === undefined || filter.trim() === '') return {};
  const parsed = parse(filter);
  const groups = parsed.map((group) => flatten(group).map(([attribute, comparison]) => made(attribute, comparison, condition)));
  if (groups.flat().length > MAX_PARTS) throw invalid('it has too many parts');
  return { OR: groups.map((AND) => ({ AND })) };
}

function parse(filter: string): object[] {
  try {
    return [...(new SCIMMY.Types.Filter(filter) as object[])];
  } catch (error) {
    throw invalid(error instanceof SCIMMY.Types.Error ? error.message : 'it cannot be read');
  }
}

function made<Where>(attribute: string, comparison: Comparison, condition: Condition<Where>): Where {
  const where = condition(attribute, comparison);
  if (where === null) throw invalid(`"${attribute} ${comparison.operator}" is not among what can be filtered by`);
  return where;
}

/** scimmy nests by attribute and lists operator and value: `{name: {givenName: ['eq', 'x']}}`. */
function flatten(group: object, path = ''): [string, Comparison][] {
  return Object.entries(group).flatMap(([name, value]) => {
    const attribute = path === '' ? name.toLowerCase() : `${path}.${name.toLowerCase()}`;
    if (!Array.isArray(value)) return flatten(value as object, attribute);
    const comparisons = Array.isArray(value[0]) ? (value as unknown[][]) : [value as unknown[]];
    return comparisons.map((one): [string, Comparison] => [attribute, comparisonOf(one)]);
  });
}

function comparisonOf([operator, value = null]: unknown[]): Comparison {
  const name = String(operator).toLowerCase();
  const readable = typeof value === 'string' || typeof value === 'boolean' || (value === null && name === 'pr');
  if (!OPERATORS.has(name) || !readable) throw invalid(`"${String(operator)}" is not understood here`);
  return { operator: name as Operator, value: value as string | boolean | null };
}

/** A condition on a text column, without regard to case. */
export function textCondition({ operator, value }: Comparison): object {
  if (operator === 'pr') return { not: null };
  const text = String(value);
  const escaped = text.replace(/[\\%_]/g, '\\$&');
  const mode = 'insensitive' as const;
  const conditions = {
    eq: { equals: escaped, mode },
    ne: { not: { equals: escaped }, mode },
    co: { contains: escaped, mode },
    sw: { startsWith: escaped, mode },
    ew: { endsWith: escaped, mode },
  };
  return conditions[operator];
}

const invalid = (why: string) => scimRefusal(400, 'invalidFilter', `The filter cannot be used: ${why}.`);
