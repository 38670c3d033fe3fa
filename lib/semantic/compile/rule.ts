import type { DimensionType } from '#lib/contracts/catalog.ts';
import type { FilterRule } from '#lib/contracts/query.ts';
import { AppError } from '#lib/errors.ts';
import { add, timestampText } from './calendar.ts';
import { bind, type CompileContext } from './context.ts';
import { isRelative, relativeCondition } from './date-rule.ts';
import { isDay, toValue } from './values.ts';

/** The left side of a condition. */
export interface Operand {
  readonly sql: string;
  readonly type: DimensionType;
  readonly caseSensitive: boolean;
}

const COMPARISON: Partial<Record<FilterRule['operator'], string>> = {
  lessThan: '<',
  lessThanOrEqual: '<=',
  greaterThan: '>',
  greaterThanOrEqual: '>=',
};

/**
 * One filter as an SQL condition. As in Lightdash `notEquals` and `doesNotInclude` keep rows without a value,
 * and a filter without values filters nothing.
 * @throws AppError `invalid_request` when the operator does not fit the field's type or a value does not
 */
export function ruleCondition(context: CompileContext, rule: FilterRule, operand: Operand): string {
  const { operator } = rule;
  const { sql, type } = operand;
  if (operator === 'isNull') return `${sql} IS NULL`;
  if (operator === 'notNull') return `${sql} IS NOT NULL`;
  if (isRelative(operator)) {
    if (type !== 'date' && type !== 'timestamp') throw mismatch(rule, type);
    return relativeCondition(context, rule, operator, sql, type);
  }
  if (rule.values.length === 0) {
    context.warnings.push(`The filter on ${rule.target.fieldId} has no values and filters nothing`);
    return 'TRUE';
  }
  switch (operator) {
    case 'equals':
    case 'notEquals':
      return membership(context, rule, operand, operator === 'notEquals');
    case 'startsWith':
    case 'endsWith':
    case 'include':
    case 'doesNotInclude':
      return pattern(context, rule, operand);
    case 'inBetween':
    case 'notInBetween':
      return between(context, rule, operand);
    default:
      return comparison(context, rule, operand);
  }
}

function membership(context: CompileContext, rule: FilterRule, { sql, type, caseSensitive }: Operand, negated: boolean): string {
  const fold = foldCase(type, caseSensitive);
  const values = rule.values.filter((value) => value !== null);
  const withNull = values.length < rule.values.length;
  const list = values.map((value) => fold(bind(context, type, toValue(context, rule, type, value)))).join(', ');
  if (values.length === 0) return negated ? `${sql} IS NOT NULL` : `${sql} IS NULL`;
  if (negated)
    return withNull ? `(${fold(sql)} NOT IN (${list}) AND ${sql} IS NOT NULL)` : `(${fold(sql)} NOT IN (${list}) OR ${sql} IS NULL)`;
  return withNull ? `(${fold(sql)} IN (${list}) OR ${sql} IS NULL)` : `${fold(sql)} IN (${list})`;
}

function pattern(context: CompileContext, rule: FilterRule, { sql, type, caseSensitive }: Operand): string {
  if (type !== 'string') throw mismatch(rule, type);
  const { dialect } = context;
  const fold = foldCase(type, caseSensitive);
  const test =
    { startsWith: dialect.startsWith, endsWith: dialect.endsWith }[rule.operator as 'startsWith' | 'endsWith'] ?? dialect.contains;
  const tests = rule.values.map((value) => test(fold(sql), fold(bind(context, type, toValue(context, rule, type, value)))));
  const any = `(${tests.join(' OR ')})`;
  return rule.operator === 'doesNotInclude' ? `(NOT ${any} OR ${sql} IS NULL)` : any;
}

function comparison(context: CompileContext, rule: FilterRule, { sql, type }: Operand): string {
  const sign = COMPARISON[rule.operator];
  if (sign === undefined || type === 'string' || type === 'boolean') throw mismatch(rule, type);
  const [value = null, ...more] = rule.values;
  if (more.length > 0) throw new AppError('invalid_request', `The filter ${rule.operator} on ${rule.target.fieldId} takes one value`);
  return `${sql} ${sign} ${bind(context, type, toValue(context, rule, type, value))}`;
}

function between(context: CompileContext, rule: FilterRule, { sql, type }: Operand): string {
  if (type === 'string' || type === 'boolean') throw mismatch(rule, type);
  const [low = null, high = null, ...more] = rule.values;
  if (rule.values.length !== 2 || more.length > 0) {
    throw new AppError('invalid_request', `The filter ${rule.operator} on ${rule.target.fieldId} takes two values, the first and the last`);
  }
  const from = bind(context, type, toValue(context, rule, type, low));
  const end = toValue(context, rule, type, high);
  // A last day means all of that day.
  const wholeDay = type === 'timestamp' && isDay(high);
  const upto = bind(context, type, wholeDay ? timestampText(add(new Date(`${String(high)}T00:00:00Z`), 1, 'days')) : end);
  const last = wholeDay ? '<' : '<=';
  if (rule.operator === 'inBetween') return `(${sql} >= ${from} AND ${sql} ${last} ${upto})`;
  return `(${sql} < ${from} OR ${sql} ${wholeDay ? '>=' : '>'} ${upto})`;
}

const foldCase =
  (type: DimensionType, caseSensitive: boolean) =>
  (sql: string): string =>
    type === 'string' && !caseSensitive ? `lower(${sql})` : sql;

const mismatch = (rule: FilterRule, type: DimensionType): AppError =>
  new AppError('invalid_request', `The filter ${rule.operator} does not fit ${rule.target.fieldId}, which is a ${type}`);
