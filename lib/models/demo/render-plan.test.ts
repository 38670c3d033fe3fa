import fc from 'fast-check';
import { parseSync } from 'rolldown/utils';
import { describe, expect, test } from 'vitest';
import type { Catalog } from '#lib/contracts/catalog.ts';
import { fixtureCatalog } from './fixture-catalogs.ts';
import { makePlan } from './make-plan.ts';
import { EMPTY_PLAN, parsePlan } from './plan.ts';
import { renderPlan } from './render-plan.ts';
import { revisePlan } from './revise-plan.ts';

const retail = fixtureCatalog('retail');
const syntaxErrors = (files: readonly { path: string; text: string }[]) =>
  files
    .filter(({ path }) => path.endsWith('.tsx'))
    .flatMap(({ path, text }) => parseSync(path, text).errors.map(({ message }) => `${path}: ${message}\n${text}`));

const HOSTILE = [
  '`\x24{alert(1)}`',
  '</script><script>alert("x")</script>',
  '"; import "evil"; "',
  "'); fetch('//x'); ('",
  '{/* */}',
  '\u2028\u2029',
  '\\',
  '*/',
  '\x24{x}',
];

describe('the rendered app', () => {
  test.each([
    'Revenue and orders by month, split by region, with a table of the top customers',
    'top 5 products by revenue',
    'sessions and conversion by device in 2025',
    'share of revenue by channel as a pie',
    'nonsense',
  ])('of “%s” is valid, and its plan can be read back', (prompt) => {
    const { plan } = makePlan(prompt, retail);
    const files = renderPlan(plan);
    expect(syntaxErrors(files)).toEqual([]);
    expect(parsePlan(files[0]?.text ?? '')).toEqual(plan);
    expect(files.find(({ path }) => path === 'src/App.tsx')?.text).toContain("from '@glassworks/app'");
  });

  test('of an empty plan says that there is nothing', () => {
    const files = renderPlan(EMPTY_PLAN);
    expect(files.map(({ path }) => path)).toEqual(['src/plan.json', 'src/App.tsx']);
    expect(files[1]?.text).toContain('EmptyState');
  });

  test('stays valid code whatever the labels, the prompt and the title hold', () => {
    const text = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'grapheme', maxLength: 40 }));
    fc.assert(
      fc.property(text, text, text, (label, about, title) => {
        const catalog: Catalog = {
          explores: retail.explores.map((explore) => ({
            ...explore,
            label,
            description: about,
            metrics: explore.metrics.map((metric) => ({ ...metric, label: `${metric.label}${label}` })),
            dimensions: explore.dimensions.map((dimension) => ({ ...dimension, label: `${label}${dimension.label}` })),
          })),
        };
        const made = makePlan(`Revenue by month, split by region, top 5 customers ${about} ${title}`, catalog).plan;
        const { plan } = revisePlan(made, `call it "${title}" and add a filter for region, last 3 months`, catalog);
        const files = renderPlan({ ...plan, title: `${title}${label}`.slice(0, 200) });
        expect(syntaxErrors(files)).toEqual([]);
        for (const file of files.slice(1)) expect(file.text).not.toContain('</script');
      }),
      { numRuns: 60 },
    );
  });

  test('makes nothing of the words of a hostile prompt but data', () => {
    const { plan } = makePlan(`revenue by region ${HOSTILE.join(' ')}`, retail);
    const code = renderPlan(plan)
      .map(({ text }) => text)
      .join('\n');
    expect(code).not.toMatch(/alert|fetch|evil/);
  });
});
