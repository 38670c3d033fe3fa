import type { FilterOperator } from '#lib/contracts/query.ts';
import type { Located } from '../yaml/located.ts';
import { asList, asMap } from '../yaml/reader.ts';
import type { MetricFilterSource } from './source.ts';

type Condition = Omit<MetricFilterSource, 'field' | 'line'>;
type Value = string | number | boolean | null;

const COMPARISONS: Record<string, FilterOperator> = {
  '<': 'lessThan',
  '<=': 'lessThanOrEqual',
  '>': 'greaterThan',
  '>=': 'greaterThanOrEqual',
};
const PERIOD = /^(inThePast|notInThePast|inTheNext)\s+(\d{1,5})(?:\s+(completed))?\s+(day|week|month|quarter|year)s?$/;
const CURRENT = /^(inTheCurrent|notInTheCurrent)\s+(day|week|month|quarter|year)s?$/;
const BETWEEN = /^(inBetween|notInBetween|between)\s+(\S+)\s+(?:and|,)\s*(\S+)$/;

/**
 * The filters of a metric in YAML shorthand: a list of one-key maps such as `- status: "!cancelled"`.
 * @returns the filters, or the line and text of the first that is not understood
 */
export function readMetricFilters(located: Located): readonly MetricFilterSource[] | { line: number; problem: string } {
  const list = asList(located);
  if (!list) return { line: located.line, problem: '`filters` must be a list such as `- status: completed`' };
  const filters: MetricFilterSource[] = [];
  for (const item of list) {
    const map = asMap(item);
    if (!map || map.size === 0) return { line: item.line, problem: 'a filter must be a map such as `status: completed`' };
    for (const [field, value] of map) {
      const condition = conditionOf(value);
      if (typeof condition === 'string') return { line: value.line, problem: `filter on \`${field}\`: ${condition}` };
      filters.push({ field, line: value.line, ...condition });
    }
  }
  return filters;
}

function conditionOf({ value }: Located): Condition | string {
  if (value === null) return { operator: 'isNull', values: [] };
  if (typeof value === 'number' || typeof value === 'boolean') return { operator: 'equals', values: [value] };
  if (typeof value === 'string') return fromText(value.trim());
  if (!Array.isArray(value)) return 'only a value or a list of values is supported';
  return fromList((value as readonly Located[]).map((item) => item.value));
}

function fromList(items: readonly Located['value'][]): Condition | string {
  const values: Value[] = [];
  let negated = 0;
  for (const item of items) {
    if (typeof item === 'object' && item !== null) return 'a list may hold plain values only';
    if (typeof item === 'string' && item.startsWith('!')) {
      negated++;
      values.push(item.slice(1).trim());
    } else values.push(typeof item === 'string' ? unescaped(item) : item);
  }
  if (values.length === 0) return 'the list is empty';
  if (negated > 0 && negated < values.length) return 'a list must negate all of its values or none';
  if (values.some((value) => typeof value === 'string' && /[%]/.test(value))) return 'patterns in a list are not supported yet';
  return { operator: negated > 0 ? 'notEquals' : 'equals', values };
}

function fromText(text: string): Condition | string {
  const lower = text.toLowerCase();
  if (lower === 'null') return { operator: 'isNull', values: [] };
  if (lower === '!null') return { operator: 'notNull', values: [] };
  if (lower === 'empty' || lower === '!empty') return '`empty` is not supported yet';
  const comparison = /^(<=|>=|<|>)\s*(.+)$/.exec(text);
  if (comparison) {
    const [, sign = '', bound = ''] = comparison;
    const operator = COMPARISONS[sign];
    if (operator) return { operator, values: [/^-?\d+(\.\d+)?$/.test(bound) ? Number(bound) : bound] };
  }
  return fromPeriod(text) ?? fromPattern(text);
}

function fromPeriod(text: string): Condition | string | undefined {
  const period = PERIOD.exec(text);
  if (period) {
    const [, operator, count, completed, unit] = period;
    return {
      operator: operator as FilterOperator,
      values: [Number(count)],
      unitOfTime: `${unit}s` as NonNullable<Condition['unitOfTime']>,
      completed: completed !== undefined,
    };
  }
  const current = CURRENT.exec(text);
  if (current) {
    return { operator: current[1] as FilterOperator, values: [], unitOfTime: `${current[2]}s` as NonNullable<Condition['unitOfTime']> };
  }
  const between = BETWEEN.exec(text);
  if (between)
    return { operator: between[1] === 'notInBetween' ? 'notInBetween' : 'inBetween', values: [between[2] ?? '', between[3] ?? ''] };
  return /^(inPeriodToDate|inThe|notInThe)/.test(text) ? `"${text}" is not supported yet` : undefined;
}

function fromPattern(text: string): Condition | string {
  const negated = text.startsWith('!');
  const body = negated ? text.slice(1).trim() : text;
  const starts = body.startsWith('%');
  const ends = body.length > 1 && body.endsWith('%') && !body.endsWith('^%');
  const value = unescaped(body.slice(starts ? 1 : 0, ends ? -1 : undefined));
  if (starts && ends) return { operator: negated ? 'doesNotInclude' : 'include', values: [value] };
  if (starts || ends)
    return negated ? 'a negated pattern must be "!%text%"' : { operator: starts ? 'endsWith' : 'startsWith', values: [value] };
  return { operator: negated ? 'notEquals' : 'equals', values: [value] };
}

/** `^` keeps the next sign from being read as an operator. */
const unescaped = (text: string): string => text.replaceAll(/\^(.)/g, '$1');
