import { describe, expect, it } from 'vitest';
import { fixtureCatalog } from './fixture-catalogs.ts';
import { makePlan } from './make-plan.ts';
import { EMPTY_PLAN } from './plan.ts';
import { revisePlan } from './revise-plan.ts';
import { tellAfterwards, tellBeforehand } from './tell.ts';
import { inSentence, listed, manyOf } from './words.ts';

const catalog = fixtureCatalog('retail');
const first = makePlan('Revenue and orders by month, split by region, with a table of the top customers', catalog).plan;

describe('what the demo model says', () => {
  it('names the fields that it found before it writes a new app', () => {
    expect(tellBeforehand(first, null)).toBe('The catalog has revenue, orders, region and customer. I am writing the app with that.');
  });

  it('lists what the finished app shows, in words', () => {
    const text = tellAfterwards(first, [], null);
    expect(text).toContain(
      'Done. The app shows:\n- Revenue and orders as key numbers\n- Revenue by month, split by region, as a line chart\n- Orders by month, split by region, as a line chart\n- Top 10 customers by revenue as a table\n\nI am the demo model',
    );
  });

  it('says of a follow-up what changes, and only that', () => {
    const { plan } = revisePlan(first, 'make it a stacked bar and add a filter for region', catalog);
    expect(tellBeforehand(plan, first)).toBe(
      'I will:\n- show Revenue by month, split by region, as a stacked bar chart\n- show Orders by month, split by region, as a stacked bar chart\n- add a filter for region',
    );
    expect(tellBeforehand(revisePlan(first, 'add a filter for region', catalog).plan, first)).toBe('I will add a filter for region.');
    expect(tellBeforehand(revisePlan(first, 'remove the table', catalog).plan, first)).toBe(
      'I will remove Top 10 customers by revenue as a table.',
    );
    expect(tellBeforehand(first, first)).toContain('nothing to change');
  });

  it('says plainly what it could not do', () => {
    expect(tellAfterwards(first, ['“a map” is more than I can do.'], null)).toMatch(/What I could not do:\n- “a map”/);
    expect(tellAfterwards(EMPTY_PLAN, [], null)).toMatch(/^The app says that there is nothing to show\./);
  });
});

describe('labels inside sentences', () => {
  it('are lower case, but acronyms and names in their own spelling stay', () => {
    expect(['Sales channel', 'SKU', 'iPhone model', 'AOV in EUR'].map(inSentence)).toEqual([
      'sales channel',
      'SKU',
      'iPhone model',
      'AOV in EUR',
    ]);
  });

  it('stand in the plural where many are meant', () => {
    expect(['Customer', 'Product category', 'Status', 'Customer name', 'Items', 'Branch', 'Straße'].map(manyOf)).toEqual([
      'customers',
      'product categories',
      'statuses',
      'customers',
      'items',
      'branches',
      'straßes',
    ]);
  });

  it('make lists', () => {
    expect([listed([]), listed(['a']), listed(['a', 'b', 'c'])]).toEqual(['', 'a', 'a, b and c']);
  });
});
