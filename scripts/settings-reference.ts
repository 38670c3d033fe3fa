import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { settingsReference } from '../lib/settings/reference.ts';

/** Writes docs/settings.md anew. */
writeFileSync(resolve(import.meta.dirname, '../docs/settings.md'), settingsReference());
