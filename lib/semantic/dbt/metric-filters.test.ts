import { describe, expect, it } from 'vitest';
import { parseLocated } from '../yaml/located.ts';
import { readMetricFilters } from './metric-filters.ts';

function read(yaml: string) {
  const { root } = parseLocated(yaml);
  if (!root) throw new Error('no YAML');
  return readMetricFilters(root);
}

describe('filters in YAML shorthand', () => {
  it.each([
    ['completed', { operator: 'equals', values: ['completed'] }],
    ['"!completed"', { operator: 'notEquals', values: ['completed'] }],
    ['3', { operator: 'equals', values: [3] }],
    ['true', { operator: 'equals', values: [true] }],
    ['null', { operator: 'isNull', values: [] }],
    ['"!null"', { operator: 'notNull', values: [] }],
    ['[a, b]', { operator: 'equals', values: ['a', 'b'] }],
    ['["!a", "!b"]', { operator: 'notEquals', values: ['a', 'b'] }],
    ['"%web%"', { operator: 'include', values: ['web'] }],
    ['"!%web%"', { operator: 'doesNotInclude', values: ['web'] }],
    ['"web%"', { operator: 'startsWith', values: ['web'] }],
    ['"%web"', { operator: 'endsWith', values: ['web'] }],
    ['"> 4"', { operator: 'greaterThan', values: [4] }],
    ['"<= 2026-01-01"', { operator: 'lessThanOrEqual', values: ['2026-01-01'] }],
    ['inThePast 14 days', { operator: 'inThePast', values: [14], unitOfTime: 'days', completed: false }],
    ['inThePast 2 completed months', { operator: 'inThePast', values: [2], unitOfTime: 'months', completed: true }],
    ['inTheCurrent year', { operator: 'inTheCurrent', values: [], unitOfTime: 'years' }],
    ['between 2026-01-01 and 2026-02-01', { operator: 'inBetween', values: ['2026-01-01', '2026-02-01'] }],
    ['"^%literal"', { operator: 'equals', values: ['%literal'] }],
  ])('%s', (yaml, condition) => {
    expect(read(`- status: ${yaml}`)).toEqual([{ field: 'status', line: 1, ...condition }]);
  });

  it.each(['status: completed', '- completed', '- status: ["!a", b]', '- status: []', '- status: { a: b }', '- status: "!%a"'])(
    'refuses %s and names the line',
    (yaml) => {
      expect(read(yaml)).toMatchObject({ line: 1, problem: expect.any(String) });
    },
  );
});
