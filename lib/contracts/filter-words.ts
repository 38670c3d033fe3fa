import type { DimensionType } from './catalog.ts';
import type { FilterGroup, FilterItem, FilterOperator, FilterRule } from './query.ts';

/** How an operator reads between a field's label and its values. */
export const OPERATOR_WORDS: Readonly<Record<FilterOperator, string>> = {
  isNull: 'is empty',
  notNull: 'is not empty',
  equals: 'is',
  notEquals: 'is not',
  startsWith: 'starts with',
  endsWith: 'ends with',
  include: 'contains',
  doesNotInclude: 'does not contain',
  lessThan: 'is less than',
  lessThanOrEqual: 'is at most',
  greaterThan: 'is greater than',
  greaterThanOrEqual: 'is at least',
  inThePast: 'is in the past',
  notInThePast: 'is not in the past',
  inTheNext: 'is in the next',
  inTheCurrent: 'is in the current',
  notInTheCurrent: 'is not in the current',
  inBetween: 'is between',
  notInBetween: 'is not between',
};

const EMPTY = ['isNull', 'notNull'] as const;
const SAME = ['equals', 'notEquals'] as const;
const ORDER = ['greaterThan', 'greaterThanOrEqual', 'lessThan', 'lessThanOrEqual', 'inBetween', 'notInBetween'] as const;
const TIME = ['inThePast', 'notInThePast', 'inTheNext', 'inTheCurrent', 'notInTheCurrent', ...SAME, ...ORDER, ...EMPTY] as const;

/** The operators that fit a field of this type, the most useful first. Metrics count as numbers. */
export const OPERATORS_BY_TYPE: Readonly<Record<DimensionType, readonly FilterOperator[]>> = {
  string: [...SAME, 'include', 'doesNotInclude', 'startsWith', 'endsWith', ...EMPTY],
  number: [...SAME, ...ORDER, ...EMPTY],
  date: TIME,
  timestamp: TIME,
  boolean: [...SAME, ...EMPTY],
};

/** What has to be entered beside an operator: nothing, a list of values, one, two, a count with a unit of time, or the unit alone. */
export type OperandShape = 'none' | 'many' | 'one' | 'two' | 'span' | 'unit';

/** The shape of the values that an operator takes. */
export function operandShape(operator: FilterOperator): OperandShape {
  if (operator === 'isNull' || operator === 'notNull') return 'none';
  if (operator === 'inBetween' || operator === 'notInBetween') return 'two';
  if (operator === 'inTheCurrent' || operator === 'notInTheCurrent') return 'unit';
  if (operator === 'inThePast' || operator === 'notInThePast' || operator === 'inTheNext') return 'span';
  if (['lessThan', 'lessThanOrEqual', 'greaterThan', 'greaterThanOrEqual'].includes(operator)) return 'one';
  return 'many';
}

type LabelOf = (fieldId: string) => string;

/** One filter in words: "Region is EMEA or APAC", "Order date is in the past 3 completed months". */
export function ruleWords(rule: FilterRule, labelOf: LabelOf): string {
  const start = `${labelOf(rule.target.fieldId)} ${OPERATOR_WORDS[rule.operator]}`;
  const values = rule.values.map((value) => (value === null ? 'empty' : String(value)));
  const unit = rule.settings?.unitOfTime ?? 'days';
  switch (operandShape(rule.operator)) {
    case 'none':
      return start;
    case 'unit':
      return `${start} ${unit.slice(0, -1)}`;
    case 'span': {
      const count = values[0] ?? '…';
      return `${start} ${count} ${rule.settings?.completed ? 'completed ' : ''}${count === '1' ? unit.slice(0, -1) : unit}`;
    }
    case 'two':
      return `${start} ${values[0] ?? '…'} and ${values[1] ?? '…'}`;
    default:
      return `${start} ${listed(values)}`;
  }
}

/** A filter or a group of them in words; a group inside another stands in brackets. */
export function filterWords(item: FilterItem, labelOf: LabelOf): string {
  if (isRule(item)) return ruleWords(item, labelOf);
  const [items, word] = 'and' in item ? [item.and, ' and '] : [item.or, ' or '];
  const parts = items.map((one) => filterWords(one, labelOf));
  return parts.length === 1 ? (parts[0] ?? '') : `(${parts.join(word)})`;
}

/** Whether an item is a single filter, not a group. */
export const isRule = (item: FilterItem): item is FilterRule => 'target' in item;

/** The items that all have to hold: an `and` opened, an `or` as the one item it is, nothing for a group without items. */
export function conjuncts(group: FilterGroup | undefined): readonly FilterItem[] {
  if (group === undefined) return [];
  const items = 'and' in group ? group.and : group.or;
  if (items.length === 0) return [];
  if ('or' in group && items.length > 1) return [group];
  return items.flatMap((item) => (isRule(item) ? [item] : conjuncts(item)));
}

function listed(values: readonly string[]): string {
  if (values.length === 0) return '…';
  const shown = values.slice(0, 6);
  return values.length > shown.length ? `${shown.join(', ')} or ${values.length - shown.length} more` : shown.join(' or ');
}
