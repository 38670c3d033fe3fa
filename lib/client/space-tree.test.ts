import { expect, test } from 'vitest';
import type { Space } from '#lib/contracts/space.ts';
import { spaceChoices, spacePath, spaceTree } from './space-tree.ts';

const space = (id: string, parentId: string | null = null): Space => ({
  id,
  name: id.toUpperCase(),
  description: null,
  parentId,
  inherits: true,
  can: { addApps: false, manage: false },
  createdAt: '2026-01-01T00:00:00.000Z',
});

const SPACES = [space('b'), space('d', 'a'), space('a'), space('c', 'd'), space('lost', 'hidden')];

test('spaces stand below the one that they lie in, by name', () => {
  expect(spaceTree(SPACES).map(({ space: { id }, depth }) => `${depth} ${id}`)).toEqual(['0 a', '1 d', '2 c', '0 b', '0 lost']);
  expect(spaceChoices(SPACES)[2]?.label).toBe('\u2003\u2003C');
});

test('a path names the spaces from the top', () => {
  expect(spacePath(SPACES, 'c')).toBe('A / D / C');
  expect(spacePath(SPACES, 'lost')).toBe('LOST');
  expect(spacePath(SPACES, 'nowhere')).toBe('');
});
