import type { ModelIssue } from '#lib/contracts/project.ts';
import type { Located, LocatedMap } from './located.ts';

export type Report = (issue: ModelIssue) => void;

/** Reads typed values out of one file's YAML and reports what does not fit, with file, line and key. */
export interface Reader {
  readonly file: string;
  problem(line: number, message: string): void;
  string(map: LocatedMap, key: string): string | undefined;
  boolean(map: LocatedMap, key: string): boolean | undefined;
  integer(map: LocatedMap, key: string, min: number, max: number): number | undefined;
  map(map: LocatedMap, key: string): LocatedMap | undefined;
  list(map: LocatedMap, key: string): readonly Located[] | undefined;
}

export const asMap = (located: Located | undefined): LocatedMap | undefined => (located?.value instanceof Map ? located.value : undefined);
export const asList = (located: Located | undefined): readonly Located[] | undefined =>
  Array.isArray(located?.value) ? (located.value as readonly Located[]) : undefined;

export function createReader(file: string, report: Report): Reader {
  const problem = (line: number, message: string): void => report({ file, line, message });
  function read<T>(map: LocatedMap, key: string, kind: string, accept: (located: Located) => T | undefined): T | undefined {
    const located = map.get(key);
    if (located === undefined || located.value === null) return undefined;
    const value = accept(located);
    if (value === undefined) problem(located.line, `\`${key}\` must be ${kind}`);
    return value;
  }
  return {
    file,
    problem,
    string: (map, key) =>
      read(map, key, 'text', ({ value }) => (typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined)),
    boolean: (map, key) => read(map, key, 'true or false', ({ value }) => (typeof value === 'boolean' ? value : undefined)),
    integer: (map, key, min, max) =>
      read(map, key, `a whole number from ${min} to ${max}`, ({ value }) =>
        typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max ? value : undefined,
      ),
    map: (map, key) => read(map, key, 'a map of keys and values', asMap),
    list: (map, key) => read(map, key, 'a list', asList),
  };
}

/** Both places of dbt for the same thing: `meta` and `config.meta`. The latter wins, key by key, and maps are merged. */
export function mergedMeta(entry: LocatedMap): LocatedMap {
  const old = asMap(entry.get('meta')) ?? new Map<string, Located>();
  const current = asMap(asMap(entry.get('config'))?.get('meta')) ?? new Map<string, Located>();
  return mergeMaps(old, current);
}

function mergeMaps(low: LocatedMap, high: LocatedMap): LocatedMap {
  const merged = new Map(low);
  for (const [key, value] of high) {
    const before = asMap(merged.get(key));
    const after = asMap(value);
    merged.set(key, before && after ? { line: value.line, value: mergeMaps(before, after) } : value);
  }
  return merged;
}
