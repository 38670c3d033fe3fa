import { expect, test } from 'vitest';
import { isSystemRole, ROLES, scopesOf } from './roles.ts';
import { ALL_SCOPES, grantedBy, holdsSome, narrowed, SCOPES } from './scopes.ts';

test('a scope without qualifier includes its qualified forms, and never the other way round', () => {
  expect([...grantedBy(['manage:DataApp'])]).toEqual(['manage:DataApp', 'manage:DataApp@space', 'manage:DataApp@self']);
  expect([...grantedBy(['manage:DataApp@self'])]).toEqual(['manage:DataApp@self']);
});

test('what is not known grants nothing', () => {
  expect(grantedBy(['', 'DataApp', 'view:DataApp@everything', 'manage:*', '__proto__', 'constructor']).size).toBe(0);
  for (const role of ['', 'root', 'toString', '__proto__', 'rol_1']) expect(scopesOf(role).size, role).toBe(0);
});

test('a token has what it was made for and its person has, and no more', () => {
  const editor = scopesOf('editor');
  expect(narrowed(editor, [])).toBe(editor);
  expect([...narrowed(editor, ['manage:DataApp', 'manage:Organization'])]).toEqual(['manage:DataApp@space', 'manage:DataApp@self']);
  expect([...narrowed(scopesOf('admin'), ['view:DataApp@space'])]).toEqual(['view:DataApp@space']);
  expect(narrowed(editor, ['nothing:Known']).size).toBe(0);
});

test('any form of a scope opens the door', () => {
  expect(holdsSome(grantedBy(['create:DataApp@self']), 'create:DataApp')).toBe(true);
  expect(holdsSome(grantedBy(['view:DataApp']), 'create:DataApp')).toBe(false);
});

test('every scope is in some role, every role of the ladder includes the one before, and an admin has all', () => {
  const ladder = ['viewer', 'interactive_viewer', 'editor', 'developer', 'admin'].filter(isSystemRole);
  expect(ladder).toEqual(Object.keys(ROLES));
  for (const [index, role] of ladder.entries()) {
    const before = ladder[index - 1];
    if (before) for (const scope of scopesOf(before)) expect(scopesOf(role).has(scope), `${role} ${scope}`).toBe(true);
  }
  expect([...scopesOf('admin')]).toEqual(ALL_SCOPES);
});

test('every qualified scope has the one without qualifier', () => {
  for (const scope of ALL_SCOPES) expect(Object.hasOwn(SCOPES, scope.replace(/@.*/, '')), scope).toBe(true);
});
