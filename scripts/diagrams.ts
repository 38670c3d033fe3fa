/** Makes what the documents take from tables of the code anew: state machines in architecture.md, roles in permissions.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { withDiagrams } from './lib/diagrams.ts';
import { withRoles } from './lib/roles-table.ts';

function renew(name: string, make: (document: string) => string): void {
  const file = resolve(import.meta.dirname, '../docs', name);
  writeFileSync(file, make(readFileSync(file, 'utf8')));
}

renew('architecture.md', withDiagrams);
renew('permissions.md', withRoles);
