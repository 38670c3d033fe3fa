import type { Catalog, CatalogExplore } from '#lib/contracts/catalog.ts';

/** A field as it is offered for an `@` mention. */
export interface MentionField {
  id: string;
  label: string;
  kind: 'metric' | 'dimension';
  type: string;
  description: string | null;
  /** Labels of the explores that offer it; its own comes first. */
  explores: string[];
  /** A month, week, … of a time dimension: offered after the dimension itself. */
  interval: boolean;
}

/** Every field of a catalog once, metrics first. */
export function mentionFields({ explores }: Catalog): MentionField[] {
  const byId = new Map<string, MentionField>();
  const add = (field: Omit<MentionField, 'explores'>, explore: CatalogExplore) => {
    const known = byId.get(field.id) ?? { ...field, explores: [] };
    if (field.id.startsWith(`${explore.name}_`)) known.explores.unshift(explore.label);
    else known.explores.push(explore.label);
    byId.set(field.id, known);
  };
  for (const explore of explores) {
    for (const { id, label, type, description } of explore.metrics)
      add({ id, label, kind: 'metric', type, description, interval: false }, explore);
    for (const { id, label, type, description, interval } of explore.dimensions)
      add({ id, label, kind: 'dimension', type, description, interval: interval !== null }, explore);
  }
  return [...byId.values()].toSorted((a, b) => Number(a.kind === 'dimension') - Number(b.kind === 'dimension'));
}

/** The fields that fit what was typed after `@`, best first. `_` separates words, as in ids. */
export function searchMentions(fields: readonly MentionField[], query: string, limit = 40): MentionField[] {
  const wanted = query.toLowerCase().split('_').filter(Boolean);
  const scored = fields.flatMap((field) => {
    const rank = rankOf(field, wanted);
    return rank === null ? [] : [{ field, rank: rank + (field.interval ? 0.5 : 0) }];
  });
  return scored
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, limit)
    .map(({ field }) => field);
}

/** 0 when every word begins a word of the label, 1 of the label or the id, 2 when it is anywhere, null when it is missing. */
function rankOf(field: MentionField, wanted: string[]): number | null {
  const label = field.label.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  const id = field.id.toLowerCase().split('_');
  const all = `${field.label} ${field.id} ${field.explores.join(' ')} ${field.description ?? ''}`.toLowerCase();
  const begins = (words: string[]) => wanted.every((word) => words.some((one) => one.startsWith(word)));
  if (begins(label)) return 0;
  if (begins([...label, ...id])) return 1;
  return wanted.every((word) => all.includes(word)) ? 2 : null;
}

/** The mention that is being typed at the caret: where its `@` stands, and what follows it so far. */
export function mentionAt(text: string, caret: number): { from: number; query: string } | null {
  const match = /(?<![\w@.])@(\w*)$/.exec(text.slice(0, caret));
  // In the middle of a word nothing is completed: what follows the caret would be cut in two.
  if (match === null || /^\w/.test(text.slice(caret))) return null;
  return { from: match.index, query: match[1] ?? '' };
}

/** Puts the mention of a field in the place of what was typed of it; one space follows it. */
export function insertMention(text: string, { from, query }: { from: number; query: string }, id: string): { text: string; caret: number } {
  const rest = text.slice(from + 1 + query.length);
  const inserted = `@${id}${/^\s/.test(rest) ? '' : ' '}`;
  return { text: text.slice(0, from) + inserted + rest, caret: from + id.length + 2 };
}
