import { expect, it } from 'vitest';
import { howToTell } from './how-to-tell.ts';

const HIDDEN = { visible: false, somebodyLooks: false, looksAtApp: false, mayNotify: true };

it('says nothing of a build that somebody watches, in any window', () => {
  expect(howToTell({ ...HIDDEN, looksAtApp: true, somebodyLooks: true })).toBe('nothing');
  expect(howToTell({ visible: true, somebodyLooks: true, looksAtApp: true, mayNotify: true })).toBe('nothing');
});

it('tells inside the product while a window is visible', () => {
  expect(howToTell({ visible: true, somebodyLooks: true, looksAtApp: false, mayNotify: true })).toBe('toast');
  expect(howToTell({ ...HIDDEN, somebodyLooks: true })).toBe('nothing');
});

it('leaves the product only when nobody looks, and only when it was asked to', () => {
  expect(howToTell(HIDDEN)).toBe('notification');
  expect(howToTell({ ...HIDDEN, mayNotify: false })).toBe('nothing');
});
