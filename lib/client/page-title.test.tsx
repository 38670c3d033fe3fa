import { afterEach, beforeEach, expect, it } from 'vitest';
import { countInTitle, keepTitle, sayInTitle } from './page-title.ts';

let stop: () => void;
beforeEach(() => {
  document.title = 'Glassworks';
  stop = keepTitle();
});
afterEach(() => {
  sayInTitle(null);
  countInTitle(0);
  stop();
});

it('shows the number of unread apps before the name of the page', () => {
  countInTitle(2);
  expect(document.title).toBe('(2) Glassworks');
  countInTitle(100);
  expect(document.title).toBe('(99+) Glassworks');
  countInTitle(0);
  expect(document.title).toBe('Glassworks');
});

it('says what a page says, and the name of the next page when that ends in the same moment', () => {
  document.title = 'Builder · Glassworks';
  sayInTitle('● Ready – Revenue');
  expect(document.title).toBe('● Ready – Revenue');
  document.title = 'Projects · Glassworks'; // the framework changes pages, and the old page's effects end at once
  sayInTitle(null);
  expect(document.title).toBe('Projects · Glassworks');
});

it('takes a title that the framework writes later as the name of the page', async () => {
  countInTitle(1);
  document.title = 'Settings · Glassworks';
  await Promise.resolve();
  await new Promise((later) => setTimeout(later));
  expect(document.title).toBe('(1) Settings · Glassworks');
});
