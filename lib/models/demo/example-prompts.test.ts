import { expect, test } from 'vitest';
import { examplePrompts } from '#lib/client/example-prompts.ts';
import { fixtureCatalog } from './fixture-catalogs.ts';

test.each([
  ['retail', 'Revenue and orders by month, split by order status'],
  ['bikeshare', 'Fare income and trips by month, split by kind of bike'],
] as const)('the examples of the %s sample are ones that a person would ask', (sample, best) => {
  const prompts = examplePrompts(fixtureCatalog(sample));
  expect(prompts).toHaveLength(4);
  expect(prompts[0]).toBe(best);
  const text = examplePrompts(fixtureCatalog(sample), 20).join('. ');
  expect(text).not.toMatch(/day of week|email|split by (customer|product|station)\b|undefined/);
  expect(text).not.toMatch(/top 10 (\w+) by \1/);
});
