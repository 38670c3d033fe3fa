import type { FilterRule } from '#lib/contracts/query.ts';
import { AppError } from '#lib/errors.ts';
import { add, type CalendarUnit, dateText, startOf, timestampText, type WallClock, wallClock } from './calendar.ts';
import { bind, type CompileContext } from './context.ts';

type Operator = Extract<FilterRule['operator'], 'inThePast' | 'notInThePast' | 'inTheNext' | 'inTheCurrent' | 'notInTheCurrent'>;

interface Span {
  readonly from: WallClock;
  readonly to: WallClock;
  /** Whether `to` itself belongs to the span. */
  readonly closed: boolean;
}

const OPERATORS: readonly string[] = ['inThePast', 'notInThePast', 'inTheNext', 'inTheCurrent', 'notInTheCurrent'] satisfies Operator[];
const MAX_COUNT = 10_000;

export const isRelative = (operator: FilterRule['operator']): operator is Operator => OPERATORS.includes(operator);

/** Filters that move with the clock: "in the past 3 completed months", "in the current year". */
export function relativeCondition(
  context: CompileContext,
  rule: FilterRule,
  operator: Operator,
  sql: string,
  type: 'date' | 'timestamp',
): string {
  const { from, to, closed } = spanOf(context, rule, operator);
  const text = type === 'date' ? dateText : timestampText;
  const inside = `(${sql} >= ${bind(context, type, text(from))} AND ${sql} ${closed ? '<=' : '<'} ${bind(context, type, text(to))})`;
  return operator === 'notInThePast' || operator === 'notInTheCurrent' ? `NOT ${inside}` : inside;
}

function spanOf(context: CompileContext, rule: FilterRule, operator: Operator): Span {
  const unit: CalendarUnit = rule.settings?.unitOfTime ?? 'days';
  const now = wallClock(context.now, context.zone);
  const start = startOf(now, unit);
  if (operator === 'inTheCurrent' || operator === 'notInTheCurrent') return { from: start, to: add(start, 1, unit), closed: false };
  const count = countOf(rule);
  const whole = rule.settings?.completed ?? false;
  if (operator === 'inTheNext') {
    const next = add(start, 1, unit);
    return whole ? { from: next, to: add(next, count, unit), closed: false } : { from: now, to: add(now, count, unit), closed: true };
  }
  return whole ? { from: add(start, -count, unit), to: start, closed: false } : { from: add(now, -count, unit), to: now, closed: true };
}

function countOf(rule: FilterRule): number {
  const count = Number(rule.values[0]);
  if (rule.values.length > 0 && Number.isInteger(count) && count >= 0 && count <= MAX_COUNT) return count;
  throw new AppError(
    'invalid_request',
    `The filter ${rule.operator} on ${rule.target.fieldId} needs one whole number from 0 to ${MAX_COUNT}`,
  );
}
