import type { LocatedMap } from '../yaml/located.ts';
import type { Reader } from '../yaml/reader.ts';

interface KeyTable {
  readonly supported: readonly string[];
  /** Only how a field looks or is grouped: reported, and the rest of the entry is used. */
  readonly cosmetic: readonly string[];
}

export const DIMENSION_KEYS: KeyTable = {
  supported: ['type', 'label', 'description', 'sql', 'hidden', 'time_intervals', 'format', 'round', 'compact', 'case_sensitive'],
  cosmetic: [
    'groups',
    'group_label',
    'urls',
    'colors',
    'richText',
    'image',
    'tags',
    'ai_hint',
    'separator',
    'filter_autocomplete',
    'spotlight',
  ],
};

export const METRIC_KEYS: KeyTable = {
  supported: ['type', 'label', 'description', 'sql', 'hidden', 'format', 'round', 'compact', 'filters'],
  cosmetic: [
    'groups',
    'group_label',
    'urls',
    'richText',
    'tags',
    'ai_hint',
    'separator',
    'show_underlying_values',
    'default_time_dimension',
    'spotlight',
  ],
};

export const JOIN_KEYS: KeyTable = {
  supported: ['join', 'sql_on', 'alias', 'label', 'description', 'type', 'relationship', 'hidden', 'always', 'fields'],
  cosmetic: [],
};

/** `primary_key` is known and needs no action yet: joins that need it are refused. */
const MODEL_SUPPORTED = ['label', 'description', 'joins', 'metrics', 'primary_key', 'hidden'];

/** Keys that decide which rows a person may see, or that change what the table is. Without them the table is not served. */
const MODEL_GUARDS = [
  'sql_filter',
  'sql_where',
  'required_attributes',
  'any_attributes',
  'default_filters',
  'required_filters',
  'sql_from',
];

export const COLUMN_KEYS = ['dimension', 'metrics', 'additional_dimensions'];

/**
 * Reports the keys of a dimension, metric or join that are not used.
 * @returns false when one of them could change values or access: the entry must be left out
 */
export function checkKeys(reader: Reader, map: LocatedMap, keys: KeyTable, what: string): boolean {
  let usable = true;
  for (const [key, { line }] of map) {
    if (keys.supported.includes(key)) continue;
    const cosmetic = keys.cosmetic.includes(key);
    usable &&= cosmetic;
    reader.problem(line, cosmetic ? `\`${key}\` of ${what} is not used yet` : `\`${key}\` is not supported yet, so ${what} is left out`);
  }
  return usable;
}

/**
 * Reports the model's meta keys that are not used.
 * @returns the key for which the model must be refused: a row filter or access rule that we cannot apply, or what may be a misspelt one
 */
export function checkModelKeys(reader: Reader, meta: LocatedMap, model: string): string | null {
  let refusedFor: string | null = null;
  for (const [key, { line }] of meta) {
    if (MODEL_SUPPORTED.includes(key)) continue;
    if (isGuard(key)) {
      refusedFor = key;
      reader.problem(line, `\`${key}\` is not supported yet, so nothing of model ${model} is served: it might show rows it should not`);
    } else {
      reader.problem(line, `\`${key}\` of model ${model} is not used yet`);
    }
  }
  return refusedFor;
}

function isGuard(key: string): boolean {
  const letters = key.toLowerCase().replaceAll(/[^a-z]/g, '');
  return MODEL_GUARDS.some((guard) => distanceAtMost(letters, guard.replaceAll('_', ''), 2)) || /filter|attribute|where/.test(letters);
}

function distanceAtMost(a: string, b: string, limit: number): boolean {
  if (Math.abs(a.length - b.length) > limit) return false;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return (row[b.length] ?? 0) <= limit;
}
