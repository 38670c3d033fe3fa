import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { ROLES } from '../../lib/permissions/roles.ts';
import { ALL_SCOPES } from '../../lib/permissions/scopes.ts';
import { withRoles } from './roles-table.ts';

const document = readFileSync(resolve(import.meta.dirname, '../../docs/permissions.md'), 'utf8');

test('the roles in the documents are those of the code', () => {
  expect(withRoles(document)).toBe(document);
  for (const scope of ALL_SCOPES) expect(document).toContain(`| \`${scope}\` |`);
  for (const { label } of Object.values(ROLES)) expect(document).toContain(`**${label}.**`);
});

test('a document without a place for them is an error', () => {
  expect(() => withRoles('# Nothing')).toThrow('place');
});
