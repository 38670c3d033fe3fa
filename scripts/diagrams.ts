/** Draws the state machines in docs/architecture.md anew, from the tables that the code uses. */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { withDiagrams } from './lib/diagrams.ts';

const file = resolve(import.meta.dirname, '../docs/architecture.md');
writeFileSync(file, withDiagrams(readFileSync(file, 'utf8')));
