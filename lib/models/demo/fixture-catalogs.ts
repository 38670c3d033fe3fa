import { readdirSync, readFileSync } from 'node:fs';
import type { Catalog } from '#lib/contracts/catalog.ts';
import { parseExplore, parseIndex } from './catalog-files.ts';

/** For tests: the catalog files of the two samples, as an agent finds them. */
export function fixtureCatalog(name: 'retail' | 'bikeshare'): Catalog {
  const folder = `${import.meta.dirname}/fixtures/${name}`;
  const index = parseIndex(fixtureText(name, 'index.md'));
  const files = readdirSync(`${folder}/explores`);
  const explores = index.flatMap((entry) =>
    files.includes(`${entry.name}.yml`) ? (parseExplore(fixtureText(name, `explores/${entry.name}.yml`)) ?? []) : [],
  );
  return { explores };
}

export const fixtureText = (name: string, path: string): string => readFileSync(`${import.meta.dirname}/fixtures/${name}/${path}`, 'utf8');
